import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Plan

/// `assay data synthesize`: phantoms as PNG files.
struct DataSynthesize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synthesize",
        abstract: "Write a phantom data set: a folder of PNG files a class.",
        discussion: "assay data synthesize phantoms --count 400 --seed 9")

    @Argument(help: "The folder to make.", completion: .directory)
    var folder: String

    @Option(help: "Images of all classes.")
    var count = 400

    @Option(help: "The share of the positive class, 0 to 1.")
    var balance = 0.5

    @Option(help: "The seed of the drawing.")
    var seed = 0

    @Option(help: "How clearly opacities show, 0 to 1.")
    var severity = 0.5

    @Option(help: "Pixels a side.")
    var size = 150

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !(1...1_000_000).contains(count) { throw ValidationError("--count is a number from 1 to 1000000") }
        if !(0...1).contains(balance) { throw ValidationError("--balance is a number from 0 to 1") }
        if !(0...1).contains(severity) { throw ValidationError("--severity is a number from 0 to 1") }
        if !(16...4096).contains(size) { throw ValidationError("--size is a number from 16 to 4096") }
    }

    func run() throws {
        let source = SyntheticRadiographs(count: count, balance: balance, seed: seed, severity: severity)
        do throws(DatasetFailure) {
            let written = try PhantomWriter.write(source, size: DatasetPlan.ImageSize(height: size, width: size), to: folder)
            switch output.format {
            case .human: Output.out("\(folder): \(written) images\n")
            case .json: Output.out(JSONText.line(["folder": folder]))
            }
        } catch {
            output.report(error.diagnostics)
            try exitIfFailed(error.diagnostics)
        }
    }
}
