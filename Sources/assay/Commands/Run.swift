import ArgumentParser
import Datasets
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
            assay run Experiments/phantom-transfer.yaml --resume latest
            assay run Experiments/phantom-transfer.yaml --locked

            Progress goes to standard error. With --format json each line of events.jsonl goes to standard output as it is written \
            (none with --quiet), and the last line names the run directory.
            """)

    @OptionGroup var experiment: ExperimentOptions

    @Option(help: "The folder that run directories are made in.", completion: .directory)
    var results = "Results"

    @Option(
        help: ArgumentHelp(
            """
            Go on with a run that was interrupted or killed: the newest of this plan, or a run directory. It leaves what it would have \
            left. Where there is nothing to go on with, a new run begins.
            """, valueName: "latest|RUN"))
    var resume: String?

    @OptionGroup var trial: TrialOptions

    @Option(help: "The longest time without a checkpoint within an epoch; each epoch and each step ends with one.")
    var checkpointMinutes = 5.0
    @OptionGroup var lock: LockOptions

    @OptionGroup var machine: MachineOptions

    @Flag(name: .shortAndLong, help: "No progress; only what is wrong, and the run directory.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more on the way: data sets, models, weights.")
    var verbose = false

    @Flag(help: .private)
    var endsWithInput = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if results.isEmpty { throw ValidationError("--results is the name of a folder") }
        if resume?.isEmpty == true { throw ValidationError("--resume is latest, or a run directory") }
        if resume != nil, trial.directory != nil {
            throw ValidationError("--directory goes on with what it holds without --resume")
        }
        if !(checkpointMinutes >= 0 && checkpointMinutes < 1e6) {
            throw ValidationError("--checkpoint-minutes is a number from 0, which keeps every batch")
        }
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

        let interruption = Interruption(endsWithInput: endsWithInput)
        let settings: RunSettings
        let begun: Begun
        do throws(LockOptions.Failure) {
            settings = try prepare(plan, front, store, interruption)
            begun = try begin(plan, settings, interruption)
        } catch {
            if let signal = interruption.received { throw ArgumentParser.ExitCode(128 + signal) }
            output.report(error.diagnostics)
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: error.diagnostics))
        }
        guard let directory = begun.toRun else { return try finish(begun.directory, record(begun.directory), plan) }
        let executor = Executor(plan: plan, settings: settings)
        let renderer = makeRenderer(plan)
        let outcome = executor.run(
            in: directory, from: begun.resumption, interruption: { interruption.received }
        ) { renderer.show($0) }
        renderer.finish()
        report(outcome, plan, front, directory)
        try finish(directory, outcome.record, plan)
    }

    /// The run directory, and what is to be done in it.
    private struct Begun {
        var directory: RunDirectory
        /// The same; nil where nothing is left to do.
        var toRun: RunDirectory?
        var resumption: Resumption?
    }

    /// What the run needs beside the plan, with what it starts from where a lock is to be followed.
    private func prepare(
        _ plan: Plan, _ front: Frontend.Result, _ store: PixelStore?, _ interruption: Interruption
    ) throws(LockOptions.Failure) -> RunSettings {
        var settings: RunSettings
        do throws(Diagnostic) {
            settings = try makeSettings(front, store)
            settings.pause = try trial.pause(in: plan)
        } catch {
            throw LockOptions.Failure(diagnostics: [error])
        }
        let found = try lock.follow(
            experiment.file, plan, settings, runs: folder.appendingPathComponent(plan.name),
            isInterrupted: { interruption.received != nil })
        output.report(found?.warnings ?? [])
        settings.inputs = found?.inputs
        return settings
    }

    private var folder: URL { URL(fileURLWithPath: results, isDirectory: true) }

    /// A new run directory, or that of the run to go on with.
    private func begin(
        _ plan: Plan, _ settings: RunSettings, _ interruption: Interruption
    ) throws(LockOptions.Failure) -> Begun {
        if let request = try request(plan, settings) {
            let finding: ResumeRequest.Finding
            do throws(ResumeRequest.Failure) {
                finding = try request.find(isInterrupted: { interruption.received != nil })
            } catch { throw LockOptions.Failure(diagnostics: error.diagnostics) }
            switch finding {
            case .nothing(let reason): if resume != nil { note("nothing to resume: \(reason); starting afresh") }
            case .completed(let directory):
                note("nothing to resume: \(Self.shown(directory.url)) is complete")
                return Begun(directory: directory)
            case .unfinished(let resumption):
                output.report(resumption.problems.map { Diagnostic("checkpoint-unusable", .warning, $0) })
                note("resuming \(Self.shown(resumption.directory.url)) from \(resumption.place)")
                return Begun(directory: resumption.directory, toRun: resumption.directory, resumption: resumption)
            }
        }
        do throws(Diagnostic) {
            let directory =
                if let own = trial.directory { try RunDirectory.make(at: URL(fileURLWithPath: own)) } else {
                    try RunDirectory.create(in: folder, experiment: plan.name)
                }
            return Begun(directory: directory, toRun: directory)
        } catch { throw LockOptions.Failure(diagnostics: [error]) }
    }

    /// What to go on with, where that is asked for.
    private func request(_ plan: Plan, _ settings: RunSettings) throws(LockOptions.Failure) -> ResumeRequest? {
        do throws(ResumeRequest.Failure) {
            if let own = trial.directory {
                return try ResumeRequest(
                    directory: URL(fileURLWithPath: own), adopting: trial.adopt.map { URL(fileURLWithPath: $0) }, plan: plan,
                    settings: settings)
            }
            return try resume.map { name throws(ResumeRequest.Failure) in
                try ResumeRequest(name, plan: plan, settings: settings, results: folder)
            }
        } catch { throw LockOptions.Failure(diagnostics: error.diagnostics) }
    }

    private func note(_ text: String) {
        if !quiet, output.format == .human { Output.error("assay: \(text)\n") }
    }

    private func record(_ directory: RunDirectory) throws -> RunRecord {
        do throws(Diagnostic) { return try directory.record() } catch {
            output.report([error])
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
    }

    /// Shows what was measured and names the run directory; ends with the run's exit code.
    private func finish(_ directory: RunDirectory, _ record: RunRecord, _ plan: Plan) throws {
        let path = Self.shown(directory.url)
        switch output.format {
        case .json: Output.out(JSONText.line(["run": path]))
        case .human:
            if !quiet { Output.out(RunSummary(plan: plan, record: record).text) }
            Output.out(path + "\n")
        }
        if let code = record.exitCode, code != 0 { throw ArgumentParser.ExitCode(code) }
    }

    private func makeSettings(_ front: Frontend.Result, _ store: PixelStore?) throws(Diagnostic) -> RunSettings {
        let file = URL(fileURLWithPath: experiment.file)
        // Settings are texts too, and no files.
        let names = front.sources.files.filter { !$0.hasPrefix("--set ") }
        return RunSettings(
            engine: try machine.makeEngine(), loaderThreads: machine.loaderThreads, pixelStore: store,
            checkpointSeconds: checkpointMinutes * 60, versions: Versions.all,
            logger: StandardErrorLog.logger(isVerbose: verbose), source: (try? Data(contentsOf: file)) ?? Data(),
            sources: Dictionary(names.map { ($0, FileMark(ofFile: $0)) }, uniquingKeysWith: { first, _ in first }),
            sourceFolder: file.deletingLastPathComponent())
    }

    /// Says why a run did not come to its end: a failure at the step it happened in, or where it was interrupted.
    private func report(_ outcome: Executor.Outcome, _ plan: Plan, _ front: Frontend.Result, _ directory: RunDirectory) {
        if output.format == .human {
            for step in outcome.record.steps {
                guard let count = step.skippedFiles else { continue }
                Output.error("assay: \(step.id) went on without \(count) image\(count == 1 ? "" : "s"); run.json says which\n")
            }
        }
        if var failure = outcome.failure {
            if failure.position == nil { failure.position = outcome.unfinishedStep.flatMap { front.provenance?["steps.\($0)"] } }
            output.report([failure], sources: front.sources)
        } else if outcome.record.status == .interrupted, output.format == .human {
            let done = outcome.record.steps.count - (outcome.unfinishedStep == nil ? 0 : 1)
            let place = outcome.unfinishedStep.map { " in \($0)" } ?? ""
            Output.error("assay: interrupted\(place); \(done) of \(plan.steps.count) steps are done, and what they left stands\n")
            if outcome.record.exitCode == Diagnostics.ExitCode.interruptedResumable.rawValue {
                Output.error("assay: go on with: \(again(directory))\n")
            }
        }
    }

    private func makeRenderer(_ plan: Plan) -> any RunRenderer {
        if quiet { return QuietRenderer() }
        if output.format == .json { return JSONLinesRenderer() }
        return Output.isTerminal(STDERR_FILENO)
            ? TerminalRenderer(bar: ProgressBar(isUTF8: Output.isUTF8, isColored: output.color.isOn(for: STDERR_FILENO)))
            : PlainRenderer()
    }

    /// The command that goes on with a run.
    private func again(_ directory: RunDirectory) -> String {
        var words = ["assay", "run", experiment.file]
        for setting in experiment.settings { words += ["--set", setting] }
        if let seed = experiment.seed { words += ["--seed", String(seed)] }
        if machine.engine != .fast { words += ["--engine", machine.engine.rawValue] }
        words += [trial.directory == nil ? "--resume" : "--directory", Self.shown(directory.url)]
        return words.map { word in
            let isPlain = word.wholeMatch(of: /[A-Za-z0-9_.\/=:,@+-]+/) != nil
            return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }

    /// A path as a person would write it here: relative where it lies below the working directory.
    static func shown(_ url: URL) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
    }
}
