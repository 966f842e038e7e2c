import ArgumentParser
import Diagnostics
import Foundation

/// How a command speaks.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// Text for people.
    case human
    /// JSON for scripts.
    case json
}

/// What every verb takes.
struct OutputOptions: ParsableArguments {
    @Option(help: "Text for people, or JSON for scripts.")
    var format: OutputFormat = .human

    @Option(help: "Whether to colour: by the terminal and NO_COLOR, always, or never.")
    var color: ColorChoice = .auto

    /// Shows diagnostics: on standard error for people; as one JSON array on standard output for scripts where `asDocument`.
    func report(_ diagnostics: [Diagnostic], sources: SourceTexts = SourceTexts(), asDocument: Bool = false) {
        switch format {
        case .human:
            Output.error(TextRenderer(color: color.isOn(for: STDERR_FILENO), sources: sources).render(diagnostics))
        case .json:
            let text = JSONRenderer().render(diagnostics)
            if asDocument { Output.out(text) } else if !diagnostics.isEmpty { Output.error(text) }
        }
    }
}

extension OutputOptions {
    /// What a call gives; where it fails, its diagnostic is shown and the command ends.
    func reporting<Value>(_ call: () throws(Diagnostic) -> Value) throws -> Value {
        do throws(Diagnostic) { return try call() } catch {
            report([error])
            throw ArgumentParser.ExitCode(Diagnostics.ExitCode(for: [error]))
        }
    }
}

/// What every verb on an experiment takes.
struct ExperimentOptions: ParsableArguments {
    @Argument(help: "The experiment.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: "Set a parameter (data=/images) or any place of the file (steps.training_1.epochs=3). May be repeated.")
    var settings: [String] = []

    @Option(help: "Where all randomness begins, instead of the file's seed.")
    var seed: Int?

    func validate() throws {
        if let seed, UInt32(exactly: seed) == nil { throw ValidationError("--seed is a number from 0 to \(UInt32.max)") }
    }
}

extension ArgumentParser.ExitCode {
    /// One of ours.
    init(_ code: Diagnostics.ExitCode) { self.init(code.rawValue) }
}

/// Ends the command with the exit code that diagnostics ask for.
func exitIfFailed(_ diagnostics: [Diagnostic]) throws {
    let code = Diagnostics.ExitCode(for: diagnostics)
    if code != .success { throw ArgumentParser.ExitCode(code) }
}
