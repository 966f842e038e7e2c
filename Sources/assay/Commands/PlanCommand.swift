import ArgumentParser
import Diagnostics
import Engine
import Execution
import Foundation
import Plan
import Sweeping

/// `assay plan`: what would happen, in full.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "The resolved plan: steps, data, layers, shapes, what is frozen; everything that can be known before the first batch.",
        discussion: """
            assay plan Experiments/chest-xray-transfer.yaml --set data=../chest_xray
            assay plan Experiments/chest-xray-transfer.yaml --set data=../chest_xray --kernels

            With --kernels: the programs that the steps run instead, one for each model, batch size and set of frozen layers: which \
            kernel computes which layers and why, layouts, operations, memory, and what is copied only from layout to layout.

            A file with a sweep: shows the sweep after the plan: its points, its parameters, and how long it will take by a few timed \
            steps. --format json prints the plan of the file itself.
            """)

    @OptionGroup var experiment: ExperimentOptions

    @Flag(help: "Show the engine's programs instead: which layer runs by which kernel.")
    var kernels = false

    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let result = Frontend(probesData: true, judgesSweep: true).resolve(
            file: experiment.file, settings: experiment.settings, seed: experiment.seed)
        output.report(result.diagnostics, sources: result.sources)
        try exitIfFailed(result.diagnostics)
        guard let plan = result.plan else { return }
        if kernels { return try showKernels(of: plan) }
        switch output.format {
        case .json: Output.out(String(decoding: try PlanCoding.encode(plan), as: UTF8.self) + "\n")
        case .human:
            let (width, style) = (Output.width(of: STDOUT_FILENO) ?? 110, Output.isUTF8 ? TextTable.Style.box : .ascii)
            let loads = LoadText(plan: plan, loads: result.loads, width: width, style: style)
            // What the engine cannot lay out, the plan estimates.
            let listing = try? ProgramListing(of: plan, on: machine.makeEngine())
            let text = PlanText(
                plan, width: width, style: style, trainingBytes: listing?.trainingBytes ?? [:],
                keptFeatures: listing?.keptFeatures ?? [:])
            Output.out(text.render() + loads.text)
            if let sweep = result.sweep {
                let text = Self.sweepText(
                    sweep, plan, on: try? machine.engine.make(threads: machine.threads ?? 1), threads: machine.threads ?? 1,
                    width: width, style: style)
                Output.out("\n" + text.render())
            }
        }
    }

    /// The sweep, with the time of a trial by a few steps where an engine can take them.
    private static func sweepText(
        _ sweep: SweepPlan, _ plan: Plan, on engine: (any Engine)?, threads: Int, width: Int, style: TextTable.Style
    ) -> SweepText {
        let size = SweepSize(sweep)
        let time = engine.flatMap { try? TrialTime.measure(plan, on: $0, steps: 3) }
        let chosen = sweep.method.kind is GridSearch ? Array(SearchSpace(sweep).gridPoints().prefix(3)) : []
        return SweepText(
            sweep, points: size.points, isUpperBound: !size.isExact,
            firstPoints: Array((sweep.extraTrials + chosen.map(\.settings)).prefix(3)),
            time: time.map { time in (time.seconds, time.steps.map { ($0.id, $0.milliseconds) }) }, threads: threads,
            width: width, style: style)
    }

    private func showKernels(of plan: Plan) throws {
        let listing = try output.reporting { () throws(Diagnostic) in try ProgramListing(of: plan, on: machine.makeEngine()) }
        switch output.format {
        case .json: Output.out(JSONText.of(listing))
        case .human:
            let style: TextTable.Style = Output.isUTF8 ? .box : .ascii
            // A file or a pipe has room for everything.
            Output.out(KernelsText(listing, width: Output.width(of: STDOUT_FILENO) ?? .max, style: style).text)
        }
    }
}
