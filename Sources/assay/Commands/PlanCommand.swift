import ArgumentParser
import Diagnostics
import Foundation
import Plan

/// `assay plan`: what would happen, in full.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "The resolved plan: steps, data, layers, shapes, what is frozen; everything that can be known before the first batch.",
        discussion: "assay plan Experiments/chest-xray-transfer.yaml --set data=../chest_xray")

    @OptionGroup var experiment: ExperimentOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let result = Frontend(probesData: true).resolve(
            file: experiment.file, settings: experiment.settings, seed: experiment.seed)
        output.report(result.diagnostics, sources: result.sources)
        guard let plan = result.plan else { return try exitIfFailed(result.diagnostics) }
        switch output.format {
        case .json: Output.out(String(decoding: try PlanCoding.encode(plan), as: UTF8.self) + "\n")
        case .human:
            Output.out(
                PlanText(plan, width: Output.width(of: STDOUT_FILENO) ?? 110, style: Output.isUTF8 ? .box : .ascii).render())
        }
    }
}
