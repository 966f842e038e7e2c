import ArgumentParser
import Diagnostics
import Foundation

/// `assay check`: what is wrong with files, without touching data.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Every diagnostic of each file; no data is touched.",
        discussion: "assay check Experiments/*.yaml")

    @Argument(help: "Experiments.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: "Set a parameter or any place of the files, as for run. May be repeated.")
    var settings: [String] = []

    @OptionGroup var output: OutputOptions

    func run() throws {
        var diagnostics: [Diagnostic] = []
        var sources = SourceTexts()
        var good: [String] = []
        for file in files {
            let result = Frontend(probesData: false, judgesSweep: true).resolve(file: file, settings: settings)
            diagnostics += result.diagnostics
            sources.add(result.sources)
            if Diagnostics.ExitCode(for: result.diagnostics) == .success { good.append(file) }
        }
        output.report(diagnostics, sources: sources, asDocument: true)
        if output.format == .human {
            for file in good { Output.out("\(file): no errors\n") }
            let errors = diagnostics.count { $0.severity == .error }
            if errors > 0 {
                Output.error(
                    "\(errors) \(errors == 1 ? "error" : "errors") in \(files.count - good.count) of \(files.count) files\n")
            }
        }
        try exitIfFailed(diagnostics)
    }
}
