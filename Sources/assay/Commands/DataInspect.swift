import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Network
import Plan

/// `assay data inspect`: what a data set holds.
struct DataInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Counts, sizes, files that cannot be decoded, duplicates within and across data sets.",
        discussion: """
            assay data inspect ../chest_xray/train ../chest_xray/test
            assay data inspect Experiments/chest-xray-transfer.yaml --set data=../chest_xray
            """)

    @Argument(help: "Folders with a folder a class, or one experiment.", completion: .file())
    var places: [String]

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Set a parameter or any place of the experiment.")
    var settings: [String] = []

    @OptionGroup var output: OutputOptions

    func run() throws {
        let (plans, semantics) = try datasets()
        do throws(DatasetFailure) {
            var sets: [(plan: DatasetPlan, index: DatasetIndex)] = []
            for plan in plans { sets.append((plan, try DatasetIndex.scan(plan, semantics: semantics))) }
            let inspection = Inspector.inspect(sets)
            switch output.format {
            case .human: Output.out(inspection.text + "\n")
            case .json: Output.out(JSONText.of(inspection))
            }
        } catch {
            output.report(error.diagnostics)
            try exitIfFailed(error.diagnostics)
        }
    }

    /// The data sets of one experiment with its semantics, or one for each folder with the default.
    private func datasets() throws -> ([DatasetPlan], Semantics) {
        if places.count == 1, [".yaml", ".yml"].contains(where: places[0].hasSuffix) {
            let result = Frontend(probesData: true).resolve(file: places[0], settings: settings)
            output.report(result.diagnostics.filter { $0.severity == .error }, sources: result.sources)
            guard let plan = result.plan else {
                try exitIfFailed(result.diagnostics)
                return ([], Semantics(.keras3))
            }
            return (plan.datasets, plan.semantics)
        }
        let folders = places.map { place in
            DatasetPlan(
                name: place, source: .folder(path: URL(fileURLWithPath: place).standardizedFileURL.path),
                imageSize: DatasetPlan.ImageSize(height: 1, width: 1))
        }
        return (folders, Semantics(.keras3))
    }
}
