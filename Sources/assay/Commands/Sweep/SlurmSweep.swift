import ArgumentParser
import Diagnostics
import Foundation
import Plan
import Results
import Sweeping

// Trials as elements of Slurm's arrays.
extension SweepCommand {
    /// Submits the next wave of a sweep, or says why there is none to submit.
    func submit(_ opening: SweepOpening, _ definition: SweepPlan, _ snapshot: SweepSnapshot, _ directory: SweepDirectory) throws {
        let launcher = launcher(opening, definition, directory)
        let outcome = try launcher.submit(SlurmLauncher.Work(snapshot))
        // The last element may have been lost before it could say how all ended.
        if case .nothing = outcome {
            let publisher = SweepPublisher(directory)
            try publisher.publish(SweepReading(snapshot))
            try publisher.draw(SweepReading(snapshot))
        }
        let path = Run.shown(directory.url)
        guard output.format == .human else {
            return Output.out(JSONText.line(SlurmSubmission(outcome, sweep: path)))
        }
        if case .submittedAlone(_, let reason) = outcome {
            var warning = reason
            warning.severity = .warning
            output.report([warning])
        }
        if !quiet { Output.out(outcome.text(again: "assay sweep \(experiment.file) --status")) }
        Output.out(path + "\n")
    }

    /// Shows the batch scripts that would be submitted; nothing is written, and Slurm is not asked.
    func previewScripts(_ opening: SweepOpening, _ definition: SweepPlan, _ snapshot: SweepSnapshot, _ directory: SweepDirectory)
        throws
    {
        let work = SlurmLauncher.Work(snapshot)
        guard work.trials > 0 else { return Output.error("assay: nothing is left to run\n") }
        let scripts = try launcher(opening, definition, directory).scripts(work)
        Output.out(scripts.map(\.text).joined(separator: "\n"))
    }

    private func launcher(_ opening: SweepOpening, _ definition: SweepPlan, _ directory: SweepDirectory) -> SlurmLauncher {
        let here = FileManager.default.currentDirectoryPath
        var words = ["sweep", "--results", results, "--engine", engine.rawValue]
        if let seed = experiment.seed { words += ["--seed", String(seed)] }
        for setting in opening.settings { words += ["--set", setting] }
        if yes { words.append("--yes") }
        words += ["--color", "never", experiment.file]
        let sweep = directory.url.standardizedFileURL
        return SlurmLauncher(
            sweep: sweep,
            request: SlurmRequest(
                names: [
                    directory.url.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent, definition.name,
                ],
                executable: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
                    ?? CommandLine.arguments[0],
                arguments: words, workingDirectory: here, logs: sweep.appendingPathComponent("slurm").path,
                resources: definition.resources.slurm))
    }
}

extension SlurmLauncher.Outcome {
    /// For people: which jobs there are now, and what can be done with them.
    func text(again: String) -> String {
        switch self {
        case .nothing: return "Slurm: nothing is left to run\n"
        case .queued(let state):
            return (state.lines + ["Slurm: nothing was submitted, as this is in the queue still"]).map { $0 + "\n" }.joined()
        case .submitted(let wave), .submittedAlone(let wave, _):
            let elements = wave.elements == 1 ? "one element" : "\(wave.elements) elements"
            let then =
                wave.followUp.map { ", and job \($0) follows it" } ?? ", and no job follows it: give the same command again then"
            let cluster = wave.cluster.map { "-M \($0) " } ?? ""
            return """
                Slurm: wave \(wave.wave) is job \(wave.array), \(elements)\(then)
                how it stands: \(again)
                to cancel it: scancel \(cluster)\(wave.jobs.joined(separator: " "))

                """
        }
    }
}

/// What a submission says to scripts.
struct SlurmSubmission: Encodable {
    private var sweep: String
    private var state: String
    private var wave: SlurmWave?
    private var queue: SlurmQueueState?

    init(_ outcome: SlurmLauncher.Outcome, sweep: String) {
        self.sweep = sweep
        switch outcome {
        case .nothing: state = "nothing"
        case .queued(let queue):
            state = "queued"
            self.queue = queue
        case .submitted(let wave), .submittedAlone(let wave, _):
            state = "submitted"
            self.wave = wave
        }
    }
}
