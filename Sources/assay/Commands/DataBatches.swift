import ArgumentParser
import Datasets
import Diagnostics
import Execution
import Foundation
import Plan
import Results

/// `assay data batches`: the very batches that training would see, for NumPy.
struct DataBatches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches",
        abstract: "Write the first batches of a data set, as training would see them, as .npy files.",
        discussion: """
            assay data batches Experiments/phantom-transfer.yaml train_2 --count 2 --output batches.npy

            Writes float32 (N, H, W, C) to the file, and the class numbers (int64) beside it as batches.labels.npy.
            """)

    @Argument(help: "The experiment.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Argument(help: "The name of a data set in it.")
    var dataset: String

    @Option(help: "The number of batches.")
    var count = 1

    @Option(help: "The file to write, ending in .npy.", completion: .file(extensions: ["npy"]))
    var output: String

    @Option(name: .customLong("set"), parsing: .singleValue, help: "Set a parameter or any place of the experiment.")
    var settings: [String] = []

    @OptionGroup var common: OutputOptions

    func validate() throws {
        if !output.hasSuffix(".npy") { throw ValidationError("--output is a file that ends in .npy") }
        if !(1...10_000).contains(count) { throw ValidationError("--count is a number from 1 to 10000") }
    }

    func run() throws {
        let store = try common.reporting { () throws(Diagnostic) in try ImageCache.store() }
        let result = Frontend(probesData: true).resolve(file: file, settings: settings)
        common.report(result.diagnostics.filter { $0.severity == .error }, sources: result.sources)
        guard let plan = result.plan else { return try exitIfFailed(result.diagnostics) }
        do throws(Diagnostic) {
            try write(plan, store)
        } catch {
            common.report([error])
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
    }

    private func write(_ plan: Plan, _ store: PixelStore?) throws(Diagnostic) {
        guard let entry = plan.dataset(dataset) else {
            let nearest = Spelling.nearest(to: dataset, in: plan.datasets.map(\.name)).map { ["did you mean \($0)?"] } ?? []
            throw Diagnostic(
                "unknown-data-set", .error, "\(file) has no data set called '\(dataset)'",
                help: nearest + ["it has: \(plan.datasets.map(\.name).joined(separator: ", "))"])
        }
        let index: DatasetIndex
        do throws(DatasetFailure) { index = try DatasetIndex.scan(entry, semantics: plan.semantics) } catch {
            throw error.diagnostics[0]
        }
        let data = try Dataset(plan: entry, semantics: plan.semantics, index: index, store: store)
        let schedule = TrainingStream(of: dataset, in: plan).schedule(data)
        let feed = data.feed(schedule, epochs: 0..<count)
        var images: [Float] = []
        var labels: [Int] = []
        for _ in 0..<count {
            guard let batch = try feed.next() else { break }
            images += batch.images
            labels += batch.labels
        }
        let shape = [labels.count, entry.imageSize.height, entry.imageSize.width, entry.colorMode.channels]
        let labelsPath = String(output.dropLast(4)) + ".labels.npy"
        try AtomicFile.write(NPYWriter.data(images, shape: shape), to: URL(fileURLWithPath: output))
        try AtomicFile.write(NPYWriter.data(labels, shape: [labels.count]), to: URL(fileURLWithPath: labelsPath))
        if common.format == .human { Output.out("\(output): float32 \(shape)\n\(labelsPath): int64 [\(labels.count)]\n") }
    }
}
