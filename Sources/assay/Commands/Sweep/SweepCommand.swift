import ArgumentParser
import Diagnostics
import Foundation
import Plan
import Results
import Sweeping

/// `assay sweep`: the trials of an experiment's `sweep:`, until all of them have come to their end.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Run the trials of an experiment's sweep. The same command again goes on with it.",
        discussion: """
            assay sweep Experiments/phantom-sweep.yaml --dry-run
            assay sweep Experiments/phantom-sweep.yaml
            assay sweep Experiments/phantom-sweep.yaml --workers 4 --threads 1
            assay sweep Experiments/phantom-sweep.yaml --status
            assay sweep Experiments/phantom-sweep.yaml --retry-failed
            assay sweep Experiments/phantom-sweep.yaml --launcher slurm --cpus 4 --time 2h

            Each trial is an assay run in a process of its own, in the sweep's folder. Whatever ends the command, the same command goes \
            on: what is done is not done again, what was interrupted goes on from its checkpoint, what is new in the file is added. \
            Several of them can work on one sweep, on one machine or on machines that share the folder.

            A trial that fails is a result: it is recorded with its log, and the others go on. The exit code is 0 where every trial could \
            be measured (or was ended by the scheduler), 1 where one failed, and 75 where the sweep was interrupted. The last line names \
            the sweep's folder.
            """)

    /// Who runs the trials.
    enum LauncherChoice: String, ExpressibleByArgument, CaseIterable {
        /// Processes on this machine.
        case local
        /// Jobs of a Slurm cluster.
        case slurm
    }

    @OptionGroup var experiment: ExperimentOptions

    @Option(help: "The folder of all results.", completion: .directory)
    var results = "Results"

    @Option(
        help: "Who runs the trials: processes on this machine, or jobs of a Slurm cluster, which are submitted and left alone.")
    var launcher: LauncherChoice = .local

    @Option(help: "Trials at once. Default: the file's, else what a measurement at the beginning finds best.")
    var workers: Int?

    @Option(
        help: "Threads of each trial; results are the same with any number. Default: the processors shared among the workers.")
    var threads: Int?

    @Option(help: "What computes, as for run.")
    var engine: MachineOptions.EngineChoice = .fast

    @Flag(help: "Try again what has failed.")
    var retryFailed = false

    @Flag(help: "Say where the sweep stands, who is at work and what failed, and run nothing.")
    var status = false

    @Flag(help: "Say what would be run now, and run nothing.")
    var dryRun = false

    @Flag(help: "More than a million trials are what I want.")
    var yes = false

    @Flag(name: .shortAndLong, help: "No progress; only what is wrong, and the sweep's folder.")
    var quiet = false

    @Option(
        help: ArgumentHelp("End after so many pieces of work, and where there is none to be had.", visibility: .private))
    var take: Int?

    @OptionGroup(title: "Slurm") var slurm: SlurmOptions

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if results.isEmpty { throw ValidationError("--results is the name of a folder") }
        if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers is a number from 1 to 1024") }
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is a number from 1 to 1024") }
        switch launcher {
        case .local:
            guard slurm.settings.isEmpty else { throw ValidationError("what Slurm is asked for needs --launcher slurm") }
        case .slurm:
            guard workers == nil, threads == nil, take == nil else {
                throw ValidationError("with Slurm, say --array-width and --cpus instead of --workers and --threads")
            }
        }
        if let take, take < 1 { throw ValidationError("--take is a number from 1") }
    }

    func run() throws {
        let interruption = Interruption(isSilent: true)
        let opening = SweepOpening(
            file: experiment.file, settings: experiment.settings + slurm.settings, seed: experiment.seed, results: results,
            engine: engine,
            interruption: interruption)
        let front = opening.front
        output.report(
            front.diagnostics.filter { $0.severity == .error || ($0.severity == .warning && !quiet) }, sources: front.sources)
        try exitIfFailed(front.diagnostics)
        do { try status ? showStatus(opening) : start(opening, interruption) } catch let diagnostic as Diagnostic {
            output.report([diagnostic], sources: front.sources)
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [diagnostic]))
        }
    }
}
