import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite struct SchemaTests {
    /// The committed example is what the renderer writes.
    @Test func diagnosticsExample() throws {
        let diagnostics = [
            Diagnostic(
                "unknown-key", .error, "there is no key \"epochz\"", at: SourcePosition(file: "a.yaml", line: 3, column: 7),
                help: ["did you mean epochs?"]),
            Diagnostic("loss-not-finite", .error, "the loss became nan", outcome: .failed),
            Diagnostic("epoch-cut-short", .lint, "an epoch is cut short"),
        ]
        let expected = try String(contentsOf: Fixtures.url("results/diagnostics.json"), encoding: .utf8)
        #expect(JSONRenderer().render(diagnostics) == expected)
    }

    private static let script = Fixtures.url("results/check_schemas.sh").path

    /// A validator that is not ours holds the examples to the schemas, and refuses the broken ones.
    @Test(.enabled(if: Shell.run("command -v check-jsonschema") == 0, "check-jsonschema (PyPI) is not installed"))
    func validatorAgrees() { #expect(Shell.run("sh '\(Self.script)'") == 0) }
}
