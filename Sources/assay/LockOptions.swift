import ArgumentParser
import Diagnostics
import Execution
import Foundation
import Plan
import Results
import Training

/// Whether a run must find everything as a lock has it.
struct LockOptions: ParsableArguments {
    @Flag(
        help: """
            Start only if plan, data, weights and program are as the lock has them: FILE with the ending .lock, if it is there, else \
            that of the newest run.
            """)
    var locked = false

    @Option(
        name: .customLong("lock"), help: "The same by the lock of a run directory, or by a copy of one.",
        completion: .file(extensions: ["lock"]))
    var path: String?

    func validate() throws {
        if path?.isEmpty == true { throw ValidationError("--lock is a run directory or a run.lock") }
    }

    /// Where the lock is that a run must follow; nil where it may do as it likes.
    ///
    /// - Parameters:
    ///   - file: The experiment.
    ///   - runs: The folder of the experiment's run directories.
    private func place(_ file: String, runs: URL) throws(Diagnostic) -> URL? {
        if let path { return URL(fileURLWithPath: path) }
        guard locked else { return nil }
        let beside = URL(fileURLWithPath: file).deletingPathExtension().appendingPathExtension("lock")
        let newest = runs.appendingPathComponent("latest").appendingPathComponent(RunDirectory.lockName)
        guard let place = [beside, newest].first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw Diagnostic(
                "missing-lock", .error, "there is no lock to follow: neither \(Run.shown(beside)) nor \(Run.shown(newest))",
                help: ["run once without --locked, and keep the run.lock of that run as \(Run.shown(beside))"],
                outcome: .missingInput)
        }
        return place
    }

    /// Compares what is here with the lock, where there is one to follow.
    ///
    /// - Returns: What the run starts from, to be used as it was compared, with warnings; nil where no lock is asked for.
    /// - Throws: `Failure` with all that drifted, and a first diagnostic that says what to do.
    func follow(
        _ file: String, _ plan: Plan, _ settings: RunSettings, runs: URL, isInterrupted: () -> Bool
    ) throws(Failure) -> (inputs: RunInputs, warnings: [Diagnostic])? {
        let (name, lock): (String, RunLock)
        do throws(Diagnostic) {
            guard let place = try place(file, runs: runs) else { return nil }
            (name, lock) = (Run.shown(place), try RunLock(at: place))
        } catch { throw Failure(diagnostics: [error]) }
        let inputs: RunInputs
        do throws(TrainingFailure) { inputs = try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted) } catch {
            guard case .diagnostic(let diagnostic) = error else { throw Failure(diagnostics: []) }
            throw Failure(diagnostics: [diagnostic])
        }
        let drifts = RunLock.drift(from: lock, to: inputs.lock)
        let count = drifts.count(where: \.stops)
        guard count > 0 else { return (inputs, drifts.map(\.diagnostic)) }
        let (things, them) = count == 1 ? ("1 thing is", "it") : ("\(count) things are", "them")
        throw Failure(
            diagnostics: [
                Diagnostic(
                    "drift", .error, "\(things) not as \(name) has \(them), and nothing was started",
                    help: [
                        "undo it as said below, or run without a lock: the run.lock of that run can take the place of this one"
                    ])
            ] + drifts.map(\.diagnostic))
    }

    /// Why a run must not start; no diagnostics where it was interrupted.
    struct Failure: Error {
        var diagnostics: [Diagnostic]
    }
}
