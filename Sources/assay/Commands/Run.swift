import ArgumentParser
import Diagnostics
import Engine
import EngineOneDNN
import Execution
import Foundation
import Plan
import Results

/// `assay run`: does what the plan says and leaves a run directory.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run an experiment. The last line names the run directory.",
        discussion: """
            assay run Experiments/phantom-transfer.yaml
            assay run Experiments/chest-xray-transfer.yaml --set data=../chest_xray
            assay run Experiments/phantom-transfer.yaml --set steps.training_1.epochs=3

            Progress goes to standard error. With --format json each line of events.jsonl goes to standard output as it is written \
            (none with --quiet), and the last line names the run directory.
            """)

    @OptionGroup var experiment: ExperimentOptions

    @Option(help: "The folder that run directories are made in.", completion: .directory)
    var results = "Results"

    @OptionGroup var machine: MachineOptions

    @Flag(name: .shortAndLong, help: "No progress; only what is wrong, and the run directory.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more on the way: data sets, models, weights.")
    var verbose = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if results.isEmpty { throw ValidationError("--results is the name of a folder") }
    }

    func run() throws {
        OneDNNEngine.restartWithSleepingThreads()
        let store = try output.reporting { () throws(Diagnostic) in try ImageCache.store() }
        let front = Frontend(probesData: true).resolve(
            file: experiment.file, settings: experiment.settings, seed: experiment.seed)
        // Lints are for whoever writes the file: check and plan show them.
        let shown = front.diagnostics.filter { $0.severity == .error || ($0.severity == .warning && !quiet) }
        output.report(shown, sources: front.sources)
        guard let plan = front.plan else { return try exitIfFailed(front.diagnostics) }
        guard !plan.steps.isEmpty else {
            let nothing = Diagnostic(
                "no-steps", .error, "\(experiment.file) has no steps to run", help: ["write a steps: section"])
            output.report([nothing])
            throw ArgumentParser.ExitCode(.invalid)
        }

        let interruption = Interruption()
        let engine: any Engine
        let directory: RunDirectory
        do throws(Diagnostic) {
            engine = try machine.makeEngine()
            directory = try RunDirectory.create(
                in: URL(fileURLWithPath: results, isDirectory: true), experiment: plan.name)
        } catch {
            output.report([error])
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
        let path = Self.shown(directory.url)
        let file = URL(fileURLWithPath: experiment.file)
        let executor = Executor(
            plan: plan,
            settings: RunSettings(
                engine: engine, loaderThreads: machine.loaderThreads, pixelStore: store, versions: Versions.all,
                logger: StandardErrorLog.logger(isVerbose: verbose),
                source: (try? Data(contentsOf: file)) ?? Data(), sourceFolder: file.deletingLastPathComponent()))
        let renderer = makeRenderer(plan)
        let outcome = executor.run(in: directory, interruption: { interruption.received }) { renderer.show($0) }
        renderer.finish()
        report(outcome, plan, front)
        switch output.format {
        case .json: Output.out(JSONText.line(["run": path]))
        case .human:
            if !quiet { Output.out(RunSummary(plan: plan, record: outcome.record).text) }
            Output.out(path + "\n")
        }
        if let code = outcome.record.exitCode, code != 0 { throw ArgumentParser.ExitCode(code) }
    }

    /// Says why a run did not come to its end: a failure at the step it happened in, or where it was interrupted.
    private func report(_ outcome: Executor.Outcome, _ plan: Plan, _ front: Frontend.Result) {
        if var failure = outcome.failure {
            if failure.position == nil { failure.position = outcome.unfinishedStep.flatMap { front.provenance?["steps.\($0)"] } }
            output.report([failure], sources: front.sources)
        } else if outcome.record.status == .interrupted, output.format == .human {
            let done = outcome.record.steps.count - (outcome.unfinishedStep == nil ? 0 : 1)
            let place = outcome.unfinishedStep.map { " in \($0)" } ?? ""
            Output.error("assay: interrupted\(place); \(done) of \(plan.steps.count) steps are done, and what they left stands\n")
        }
    }

    private func makeRenderer(_ plan: Plan) -> any RunRenderer {
        if quiet { return QuietRenderer() }
        if output.format == .json { return JSONLinesRenderer() }
        return Output.isTerminal(STDERR_FILENO)
            ? TerminalRenderer(bar: ProgressBar(isUTF8: Output.isUTF8, isColored: output.color.isOn(for: STDERR_FILENO)))
            : PlainRenderer()
    }

    /// A path as a person would write it here: relative where it lies below the working directory.
    static func shown(_ url: URL) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
    }
}
