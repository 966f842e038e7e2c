import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@testable import Experiment

/// A text composed and decoded, as if it were the file `/x/e.yaml`.
struct Decoded {
    let text: String
    let file: ExperimentFile?
    let diagnostics: [Diagnostic]

    init(
        _ text: String, settings: [String] = [], files: [String: String] = [:], environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        struct Missing: Error {}
        let composer = Composer(workingDirectory: "/working directory") { path in
            if path.hasSuffix("/e.yaml") { return Array(text.utf8) }
            guard let other = files.first(where: { path.hasSuffix($0.key) }) else { throw Missing() }
            return Array(other.value.utf8)
        }
        let composition = composer.compose(file: "/x/e.yaml", settings: settings)
        #expect(composition.diagnostics == [], sourceLocation: sourceLocation)
        let document = try #require(composition.document, sourceLocation: sourceLocation)
        self.text = text
        (file, diagnostics) = ExperimentDecoder.decode(document, environment: environment)
    }

    /// The experiment, where nothing is wrong.
    func whole(sourceLocation: SourceLocation = #_sourceLocation) throws -> ExperimentFile {
        #expect(diagnostics == [], sourceLocation: sourceLocation)
        return try #require(file, sourceLocation: sourceLocation)
    }

    /// What is wrong, as `id line:column length`.
    var faults: [String] {
        diagnostics.map { "\($0.id) \($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.length)" }
    }

    /// What a diagnostic underlines.
    func underlined(_ diagnostic: Diagnostic) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let position = diagnostic.position, lines.indices.contains(position.line - 1) else { return "" }
        return String(lines[position.line - 1].dropFirst(position.column - 1).prefix(diagnostic.length))
    }
}
