import Diagnostics
import Engine
import Foundation
import Plan
import Results
import Training

/// `--resume latest` or `--resume RUN`: which run to take up, and whether it may be.
public struct ResumeRequest: Sendable {
    /// What was found.
    public enum Finding: Sendable {
        /// Nothing to take up, and why: the run begins afresh.
        case nothing(String)
        /// A run of this plan that is complete.
        case completed(RunDirectory)
        /// A run of this plan that is not.
        case unfinished(Resumption)
    }

    private let name: String
    private let plan: Plan
    private let sha256: String
    private let settings: RunSettings
    private let folder: URL

    /// Why a run must not be taken up; no diagnostics where someone interrupted the look at the data.
    public struct Failure: Error {
        /// What is wrong, the summary first.
        public var diagnostics: [Diagnostic]

        /// Creates a failure.
        public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
    }

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - name: `latest`, a run directory, or the name of one in the experiment's folder.
    ///   - results: The folder of all results.
    public init(_ name: String, plan: Plan, settings: RunSettings, results: URL) throws(Failure) {
        self.name = name
        self.plan = plan
        self.settings = settings
        do throws(Diagnostic) { sha256 = try Executor.hash(of: plan) } catch { throw Failure(diagnostics: [error]) }
        folder = results.appendingPathComponent(plan.name)
    }

    /// Looks for the run.
    ///
    /// `latest` is the newest run of the same plan. Where there is none, the newest run that is neither complete nor of another seed is
    /// taken for what was meant, and what differs in it is said.
    ///
    /// - Throws: Diagnostics: the plan is another (`plan-differs`, 65), or the data, the engine or the program (`drift`, 65), or another
    ///   process writes the run (`run-in-use`, 73).
    public func find(isInterrupted: () -> Bool = { false }) throws(Failure) -> Finding {
        guard name == "latest" else {
            let candidates = [URL(fileURLWithPath: name), folder.appendingPathComponent(name)]
            guard let url = candidates.first(where: { isRun($0) }) else {
                return .nothing("there is no run \(name)")
            }
            return try open(RunDirectory(existing: url), isInterrupted)
        }
        let runs = newestFirst()
        if let run = runs.first(where: { $0.record.planSha256 == sha256 }) { return try open(run.directory, isInterrupted) }
        if let other = runs.first, other.record.status != .completed, other.record.seed == plan.seed, isFree(other.directory) {
            throw differs(other.directory)
        }
        return .nothing(
            runs.isEmpty ? "there is no run of \(plan.name) yet" : "there is no run of \(plan.name) with this plan")
    }

    private func isRun(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func isFree(_ directory: RunDirectory) -> Bool { (try? Resumption.lock(directory)) != nil }

    /// Runs that can be read, by their names, which begin with their times.
    private func newestFirst() -> [(directory: RunDirectory, record: RunRecord)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.wholeMatch(of: /\d{8}-\d{6}-[0-9a-z]+/) != nil }.compactMap { name in
            let directory = RunDirectory(existing: folder.appendingPathComponent(name))
            return record(of: directory).map { (directory, $0) }
        }.sorted { ($0.record.started, $0.directory.id) > ($1.record.started, $1.directory.id) }
    }

    /// What `run.json` says, or, where a disk has lost it, what the newest checkpoint does.
    private func record(of directory: RunDirectory) -> RunRecord? {
        (try? directory.record())
            ?? CheckpointFolder(directory).newest(ofPlan: sha256, steps: plan.steps.count).checkpoint?.state.record
    }

    private func open(_ directory: RunDirectory, _ isInterrupted: () -> Bool) throws(Failure) -> Finding {
        guard let record = record(of: directory) else {
            return .nothing("\(directory.url.path) holds no run that can be read")
        }
        guard record.planSha256 == sha256 else { throw differs(directory) }
        if record.status == .completed {
            // A process that was killed at the very end may have left some.
            if isFree(directory) {
                CheckpointFolder(directory).remove()
                directory.removeTemporaryFiles()
            }
            return .completed(directory)
        }
        let resumption: Resumption
        do throws(Diagnostic) { resumption = try Resumption(directory, plan: plan, sha256: sha256) } catch {
            throw Failure(diagnostics: [error])
        }
        return .unfinished(try check(resumption, isInterrupted))
    }

    /// What differs between the plan of a run and this one, place by place.
    private func differs(_ directory: RunDirectory) -> Failure {
        var found: [PlanDifference.Change] = []
        if let old = Self.identity(of: directory), let new = try? PlanCoding.decode(JSONValue.self, from: plan.identity()) {
            found = PlanDifference(from: old, to: new).changes
        }
        let more = found.count > Self.shown ? ["plan: \(found.count - Self.shown) more values differ"] : []
        let changes = found.prefix(Self.shown).map { "plan: \($0)" } + more
        return Failure(
            diagnostics: [
                Diagnostic(
                    "plan-differs", .error, "\(directory.url.path) is a run of another plan, and cannot go on with this one",
                    help: ["set back what differs, or run without --resume to begin a new run"])
            ] + changes.map { Diagnostic("drift-plan", .error, $0) })
    }

    /// Differences told of.
    private static let shown = 10

    /// What the plan of a run computes.
    private static func identity(of directory: RunDirectory) -> JSONValue? {
        if let lock = try? directory.lock() { return lock.plan }
        guard let plan = try? directory.read(Plan.self, from: "plan.json") else { return nil }
        return try? PlanCoding.decode(JSONValue.self, from: plan.identity())
    }

    /// The run, with what it starts from: data, weights, engine and program must be those that it began with.
    private func check(_ resumption: Resumption, _ isInterrupted: () -> Bool) throws(Failure) -> Resumption {
        guard resumption.checkpoint != nil else { return resumption }
        guard let lock = try? resumption.directory.lock() else {
            return resumption.fromItsBeginning("run.lock cannot be read, so that nobody can tell whether the data is the same")
        }
        var resumption = resumption
        do throws(TrainingFailure) {
            resumption.inputs =
                if let known = settings.inputs { known } else {
                    try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted)
                }
        } catch {
            guard case .diagnostic(let diagnostic) = error else { throw Failure(diagnostics: []) }
            throw Failure(diagnostics: [diagnostic])
        }
        let drifts = resumption.inputs.map { RunLock.drift(from: lock, to: $0.lock) } ?? []
        guard drifts.isEmpty else {
            let things = drifts.count == 1 ? "1 thing is" : "\(drifts.count) things are"
            throw Failure(
                diagnostics: [
                    Diagnostic(
                        "drift", .error,
                        "\(things) not as when \(resumption.directory.url.path) began: what it would leave would not be what it "
                            + "would have left",
                        help: ["undo it as said below, or run without --resume to begin a new run"])
                ]
                    + drifts.map { drift in
                        var diagnostic = drift.diagnostic
                        diagnostic.severity = .error
                        return diagnostic
                    })
        }
        return resumption
    }
}
