import ArgumentParser
import Diagnostics
import EngineOneDNN
import Execution
import Foundation
import Plan

/// `assay bench`: how long a training step takes, and where.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the training step of each training of an experiment, by layer, and the evaluation of a batch.",
        discussion: """
            assay bench Experiments/chest-xray-transfer.yaml
            assay bench Experiments/phantom-transfer.yaml --step training_1 --steps 20 --format json

            Batches are synthetic: no data is read and nothing is written.
            """)

    @OptionGroup var experiment: ExperimentOptions

    @Option(name: .customLong("step"), parsing: .singleValue, help: "The id of a training, instead of all. May be repeated.")
    var ids: [String] = []

    @Option(help: "How often each step is timed, after two that are not.")
    var steps = 10

    @Option(
        help: ArgumentHelp(
            "Say when ready, wait for the end of standard input, then repeat the first training's step for so many seconds.",
            visibility: .private))
    var throughput: Double?

    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let throughput, !(0...3600).contains(throughput) { throw ValidationError("--throughput is a number of seconds") }
        if !(1...100_000).contains(steps) { throw ValidationError("--steps is a number from 1 to 100000") }
    }

    func run() throws {
        OneDNNEngine.restartWithSleepingThreads()
        let front = Frontend(probesData: false, asksMemory: true).resolve(
            file: experiment.file, settings: experiment.settings, seed: experiment.seed)
        output.report(front.diagnostics.filter { $0.severity == .error }, sources: front.sources)
        guard let plan = front.plan else { return try exitIfFailed(front.diagnostics) }
        do throws(Diagnostic) {
            if let throughput { return try repeatStep(of: plan, seconds: throughput) }
            let record = try measure(plan)
            switch output.format {
            case .json: Output.out(JSONText.of(record))
            case .human:
                let width = Output.width(of: STDOUT_FILENO) ?? 110
                Output.out(BenchText(record, width: width, style: Output.isUTF8 ? .box : .ascii).text)
            }
        } catch {
            output.report([error], sources: front.sources)
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
    }

    /// One of several processes at once, which a sweep lets go together.
    private func repeatStep(of plan: Plan, seconds: Double) throws(Diagnostic) {
        let benchmark = Benchmark(plan: plan, engine: try machine.makeEngine(), steps: 1)
        let rate = try benchmark.throughput(seconds: seconds) {
            Output.out("{\"ready\": true}\n")
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) > 0 {}
        }
        if let rate, rate.isFinite { Output.out("{\"steps_per_second\": \(rate)}\n") }
    }

    private func measure(_ plan: Plan) throws(Diagnostic) -> BenchmarkRecord {
        let engine = try machine.makeEngine()
        let benchmark = Benchmark(plan: plan, engine: engine, steps: steps)
        let trainings = benchmark.trainings
        guard !trainings.isEmpty else {
            throw Diagnostic(
                "nothing-to-measure", .error, "\(experiment.file) trains nothing", help: ["write a train step under steps:"])
        }
        if let stranger = ids.first(where: { !trainings.contains($0) }) {
            let nearest = Spelling.nearest(to: stranger, in: trainings).map { ["did you mean \($0)?"] } ?? []
            throw Diagnostic(
                "unknown-step", .error, "\(experiment.file) has no training called '\(stranger)'",
                help: nearest + ["it has: \(trainings.joined(separator: ", "))"])
        }
        var record = BenchmarkRecord(
            experiment: plan.name, engine: engine.name, instructionSets: engine.instructionSets,
            threads: machine.engineThreads)
        record.steps = try benchmark.measure(Set(ids.isEmpty ? trainings : ids))
        return record
    }
}
