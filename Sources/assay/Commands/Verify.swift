import ArgumentParser
import Diagnostics
import Engine
import EngineOneDNN
import Execution
import Foundation
import Plan
import Results
import Training

/// `assay verify`: whether published figures could be one of the runs of an experiment.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run an experiment over several seeds and say where its claims fall; exit 1 where one falls outside.",
        discussion: """
            assay verify Experiments/chest-xray-transfer.yaml --set data=../chest_xray --seeds 5
            assay verify Experiments/chest-xray-transfer.yaml --set data=../chest_xray --seeds 10 --jobs 2 --threads 1

            The seeds are the file's (or --seed) and those that follow. Runs that are in --results already are not run again, so \
            that the same command goes on where it was interrupted. A claim holds where the published figure lies in the prediction \
            interval for one further run; its interval: says how wide, 95% where it does not.
            """)

    @OptionGroup var experiment: ExperimentOptions

    @Option(help: "How many seeds, at least 2: one run says nothing of how far runs lie apart.")
    var seeds: Int

    @Option(help: "The folder of the run directories.", completion: .directory)
    var results = "Results"

    @Option(help: "Runs at once. Default: as many as there are processors for.")
    var jobs: Int?

    @Option(help: "Threads of each run; results are the same with any number. Default: one, and more where there are fewer runs.")
    var threads: Int?

    @Option(help: "What computes, as for run.")
    var engine: MachineOptions.EngineChoice = .fast

    @Flag(name: .shortAndLong, help: "No progress; only what is wrong, and the tables.")
    var quiet = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if results.isEmpty { throw ValidationError("--results is the name of a folder") }
        guard (2...1000).contains(seeds) else {
            throw ValidationError("--seeds is a number from 2 to 1000: a single run says nothing of how far runs lie apart")
        }
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is a number from 1 to 1024") }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is a number from 1 to 1024") }
    }

    func run() throws {
        let front = Frontend(probesData: true).resolve(
            file: experiment.file, settings: experiment.settings, seed: experiment.seed)
        output.report(
            front.diagnostics.filter { $0.severity == .error || ($0.severity == .warning && !quiet) }, sources: front.sources)
        guard let plan = front.plan else { return try exitIfFailed(front.diagnostics) }
        let ending: Ending
        do throws(Diagnostic) {
            ending = try verify(plan)
        } catch {
            output.report([error], sources: front.sources)
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
        switch ending {
        case .judged(let record, let path):
            switch output.format {
            case .json: Output.out(JSONText.of(record))
            case .human: Output.out(VerifyText(record: record, claims: plan.claims).text + path + "\n")
            }
            if !record.holds { throw ArgumentParser.ExitCode(Diagnostics.ExitCode.failure) }
        case .interrupted(let done, let code):
            if output.format == .human {
                Output.error(
                    "assay: interrupted; \(done) of \(seeds) seeds are done, and the same command goes on with the others\n")
            }
            throw ArgumentParser.ExitCode(code)
        }
    }

    /// What came of it.
    private enum Ending {
        /// All seeds are run: the record, and where it lies.
        case judged(VerificationRecord, path: String)
        /// Someone ended it: how many seeds are done.
        case interrupted(Int, exitCode: Int32)
    }

    private func verify(_ plan: Plan) throws(Diagnostic) -> Ending {
        guard !plan.claims.isEmpty else {
            throw Diagnostic(
                "no-claims", .error, "\(experiment.file) claims nothing that could be verified",
                help: ["write what was published: claims: [{step: evaluation_1, metric: acc, value: 78.25%}]"])
        }
        guard plan.seed <= Int(UInt32.max) - (seeds - 1) else {
            throw Diagnostic(
                "out-of-range", .error, "\(seeds) seeds from \(plan.seed) on go beyond \(UInt32.max)",
                help: ["choose a lower one with --seed"], outcome: .usage)
        }
        let engine = try engine.make(threads: 1)
        let folder = URL(fileURLWithPath: results, isDirectory: true)
        let verification = VerificationFolder(in: folder, experiment: plan.name)
        let interruption = Interruption(isSilent: true)
        let seeds: [SeedPlan]
        do throws(TrainingFailure) { seeds = try seedPlans(plan, engine) { interruption.received != nil } } catch {
            switch error {
            case .interrupted: return .interrupted(0, exitCode: 128 + (interruption.received ?? SIGINT))
            case .diagnostic(let diagnostic): throw diagnostic
            }
        }
        try verification.create()
        let renderer = makeRenderer(plan)
        let verifier = Verifier(
            plan: plan, results: folder,
            budget: WorkerBudget(
                processors: ProcessInfo.processInfo.activeProcessorCount, jobs: jobs, threads: threads),
            // In the child, this names the very file that runs here, even where another has taken its place since.
            executable: URL(fileURLWithPath: "/proc/self/exe"), arguments: arguments)
        let outcome = verifier.run(seeds, interruption: { interruption.received }) { renderer.show($0) }
        renderer.finish()
        switch outcome {
        case .interrupted(let done, let code): return .interrupted(done.count, exitCode: code)
        case .done(let records):
            let record = VerificationRecord(
                plan: plan, engine: engine.name, instructionSets: engine.instructionSets, versions: Versions.all,
                finished: RunRecord.text(Date()), seeds: records)
            try verification.write(record, claims: plan.claims)
            return .judged(record, path: Run.shown(verification.url))
        }
    }

    /// The plan of each seed, and what decides the bytes of its run.
    private func seedPlans(
        _ plan: Plan, _ engine: any Engine, isInterrupted: () -> Bool
    ) throws(TrainingFailure) -> [SeedPlan] {
        var plans = [plan]
        for seed in plan.seed + 1..<plan.seed + seeds {
            let front = Frontend(probesData: true).resolve(
                file: experiment.file, settings: experiment.settings, seed: seed)
            guard let plan = front.plan else {
                throw .diagnostic(
                    front.diagnostics.first { $0.severity == .error }
                        ?? Diagnostic("plan-fault", .error, "seed \(seed) has no plan", outcome: .internalFault))
            }
            plans.append(plan)
        }
        let settings = RunSettings(
            engine: engine, versions: Versions.all, source: Data(), sourceFolder: URL(fileURLWithPath: "."))
        return try SeedPlan.all(plans, settings: settings, isInterrupted: isInterrupted)
    }

    /// The arguments of a run.
    private func arguments(_ child: Verifier.Child) -> [String] {
        var words = ["run", "--seed", String(child.seed), "--threads", String(child.threads), "--engine", engine.rawValue]
        words += ["--results", results, "--format", "json", "--color", "never", "--ends-with-input"]
        if let unfinished = child.unfinished { words += ["--resume", unfinished.url.path] }
        for setting in experiment.settings { words += ["--set", setting] }
        return words + ["--", experiment.file]
    }

    private func makeRenderer(_ plan: Plan) -> any VerifyRenderer {
        if quiet || output.format == .json { return QuietVerifyRenderer() }
        let progress = SeedProgress(plan: plan)
        return Output.isTerminal(STDERR_FILENO)
            ? TerminalVerifyRenderer(
                progress: progress, bar: ProgressBar(isUTF8: Output.isUTF8, isColored: output.color.isOn(for: STDERR_FILENO)))
            : PlainVerifyRenderer(claims: plan.claims)
    }
}
