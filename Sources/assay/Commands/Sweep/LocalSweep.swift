import ArgumentParser
import Diagnostics
import Execution
import Foundation
import Plan
import Results
import Sweeping
import Training

// Trials as processes of this machine.
extension SweepCommand {
    /// Runs the sweep, and ends with its exit code.
    func start(_ opening: SweepOpening, _ interruption: Interruption) throws {
        let (plan, definition, _) = try opening.plans()
        // A slip of the pen can ask for more trials than anybody can run.
        if !yes, let objection = SweepSize(definition).objection(at: opening.front.sweepPlace) { throw objection }
        let directory = try opening.directory()
        let base = try base(opening)
        if dryRun { return try preview(opening, definition, base, directory) }
        let sweep = try open(opening, definition, base, directory)
        if retryFailed, try sweep.reopenFailed() == 0, !quiet, output.format == .human {
            Output.error("assay: nothing has failed\n")
        }
        let publisher = SweepPublisher(directory)
        try publisher.keep(experiment.file, settings: experiment.settings)
        if launcher == .slurm { return try submit(opening, definition, sweep.snapshot, directory) }
        let layout = try layout(plan, sweep, directory, interruption)
        let renderer = makeRenderer(definition)
        let local = LocalLauncher(
            sweep: sweep,
            settings: .init(
                budget: WorkerBudget(processors: Processors.usable, jobs: layout.workers, threads: threads),
                memory: MemoryBudget(asked: definition.resources.memoryBytes, workers: layout.workers),
                // In the child, this names the very file that runs here, even where another has taken its place since.
                executable: URL(fileURLWithPath: "/proc/self/exe"), limit: take),
            prepare: { task throws(Diagnostic) in try opening.prepare(task.assignment, seed: task.key.seed) },
            arguments: { task, folder, threads in
                let donor = task.donor.flatMap { key in sweep.snapshot.trials.first { $0.key == key }?.id }.map(directory.trial)
                return opening.arguments(task, of: definition, folder: folder, donor: donor, threads: threads)
            },
            publish: { snapshot throws(Diagnostic) in try publisher.publish(SweepReading(snapshot)) },
            observe: { renderer.show($0) })
        let outcome: LocalLauncher.Outcome
        do throws(Diagnostic) { outcome = try local.run { interruption.received } } catch {
            renderer.finish()
            throw error
        }
        renderer.finish()
        let snapshot = sweep.snapshot
        if case .complete = outcome { try publisher.draw(SweepReading(snapshot)) }
        try finish(outcome, snapshot, directory)
    }

    private func base(_ opening: SweepOpening) throws -> SweepBase {
        do throws(TrainingFailure) { return try opening.base() } catch {
            guard case .diagnostic(let diagnostic) = error else { throw ArgumentParser.ExitCode(.interruptedResumable) }
            throw diagnostic
        }
    }

    private func open(
        _ opening: SweepOpening, _ definition: SweepPlan, _ base: SweepBase, _ directory: SweepDirectory
    ) throws -> Sweep {
        do throws(SweepRefusal) {
            return try Sweep.open(directory, plan: definition, base: base) { trial in
                (try? opening.prepare(trial.assignment, seed: trial.key.seed))?.id
            }
        } catch {
            output.report(error.diagnostics, sources: opening.front.sources)
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: error.diagnostics))
        }
    }

    /// Says what would be run: of a copy of what the sweep's folder knows, so that nothing is written there.
    private func preview(
        _ opening: SweepOpening, _ definition: SweepPlan, _ base: SweepBase, _ directory: SweepDirectory
    ) throws {
        let files = FileManager.default
        let copy = SweepDirectory(existing: files.temporaryDirectory.appendingPathComponent("assay-sweep-\(UUID().uuidString)"))
        defer { try? files.removeItem(at: copy.url) }
        try? files.createDirectory(at: copy.url, withIntermediateDirectories: true)
        for (from, to) in [
            (directory.definitions, copy.definitions), (directory.journal, copy.journal), (directory.claims, copy.claims),
        ] {
            try? files.copyItem(at: from, to: to)
        }
        let snapshot = try open(opening, definition, base, copy).snapshot
        if launcher == .slurm { return try previewScripts(opening, definition, snapshot, directory) }
        let preview = SweepPreview(snapshot, experiment: base.experiment, retries: retryFailed)
        switch output.format {
        case .json: Output.out(JSONText.of(preview))
        case .human: Output.out(preview.text)
        }
    }

    // MARK: Layout

    /// How many trials at once, and on how many threads: as asked for, as measured before, or as a measurement says now.
    private func layout(
        _ plan: Plan, _ sweep: Sweep, _ directory: SweepDirectory, _ interruption: Interruption
    ) throws(Diagnostic) -> WorkerLayout {
        let processors = Processors.usable
        let workers = workers ?? sweep.snapshot.sweep.resources.workers
        if workers != nil || threads != nil || processors == 1 {
            let jobs = WorkerBudget(processors: processors, jobs: workers, threads: threads).jobs
            return WorkerLayout(processors: processors, workers: jobs, threads: threads ?? max(1, processors / jobs))
        }
        if let kept = WorkerLayout(of: directory, processors: processors) { return kept }
        let plain = WorkerLayout(processors: processors, workers: processors, threads: 1)
        let candidates = WorkerLayout.candidates(processors: processors)
        guard Self.isWorthMeasuring(plan, trials: left(sweep.snapshot), processors: processors, candidates: candidates.count)
        else {
            return plain
        }
        if !quiet, output.format == .human {
            Output.error("assay: measuring how many trials at once are fastest here\n")
        }
        var words = ["bench", experiment.file, "--throughput", "1", "--engine", engine.rawValue]
        for setting in experiment.settings { words += ["--set", setting] }
        let measured = LayoutMeasurement(executable: URL(fileURLWithPath: "/proc/self/exe")) {
            words + ["--threads", String($0)]
        }.measure(candidates) { interruption.received != nil }
        guard let layout = WorkerLayout(processors: processors, best: measured) else { return plain }
        try layout.write(to: directory)
        if !quiet, output.format == .human {
            let threads = layout.threads == 1 ? "1 thread" : "\(layout.threads) threads"
            Output.error("assay: \(layout.workers) at once, each on \(threads)\n")
        }
        return layout
    }

    private func left(_ snapshot: SweepSnapshot) -> Int {
        (snapshot.planned ?? snapshot.trials.count) - snapshot.trials.count { $0.ending != nil }
    }

    /// A layout takes some seconds to measure: not where the whole sweep takes little more.
    ///
    /// A trial is guessed to take a tenth of a second, and each of its operations as long as on a processor of 50 GFLOP/s.
    private static func isWorthMeasuring(_ plan: Plan, trials: Int, processors: Int, candidates: Int) -> Bool {
        let seconds = (Benchmark.operations(of: plan) / 50e9 + 0.1) * Double(trials) / Double(processors)
        return seconds > 50 * 2 * Double(candidates)
    }

    // MARK: Telling

    private func makeRenderer(_ definition: SweepPlan) -> any SweepRenderer {
        if output.format == .json { return quiet ? QuietSweepRenderer() : JSONSweepRenderer() }
        if quiet { return QuietSweepRenderer() }
        return Output.isTerminal(STDERR_FILENO)
            ? TerminalSweepRenderer(
                definition, bar: ProgressBar(isUTF8: Output.isUTF8, isColored: output.color.isOn(for: STDERR_FILENO)))
            : PlainSweepRenderer(definition)
    }

    /// Says how the sweep stands, and ends with its exit code.
    private func finish(_ outcome: LocalLauncher.Outcome, _ snapshot: SweepSnapshot, _ directory: SweepDirectory) throws {
        let path = Run.shown(directory.url)
        switch output.format {
        case .json: Output.out(JSONText.line(["sweep": path]))
        case .human:
            if !quiet { Output.out(SweepSummary(snapshot, directory: directory).text) }
            Output.out(path + "\n")
        }
        switch outcome {
        case .interrupted:
            if output.format == .human { Output.error("assay: interrupted; the same command goes on\n") }
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode.interruptedResumable)
        // Who was to do a part of it has done that; what the others did is not said by this exit code.
        case .limited: break
        case .complete:
            if SweepTally(snapshot).failed > 0 { throw ArgumentParser.ExitCode(Diagnostics.ExitCode.failure) }
        }
    }
}
