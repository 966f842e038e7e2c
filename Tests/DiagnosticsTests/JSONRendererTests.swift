import Diagnostics
import Foundation
import Testing

@Suite struct JSONRendererTests {
    @Test func oneObjectALineInTheDocumentedOrder() {
        let place = SourcePosition(file: "Experiments/a.yaml", line: 3, column: 7)
        let output = JSONRenderer().render([
            Diagnostic("unknown-key", "unknown key 'x'", at: place, help: ["did you mean 'y'?", "keys: y"]),
            Diagnostic("slow", .lint, "slow"),
        ])
        #expect(
            output == """
                [
                  {"id": "unknown-key", "severity": "error", "message": "unknown key 'x'", "path": "Experiments/a.yaml", "line": 3, "column": 7, \
                "help": ["did you mean 'y'?", "keys: y"]},
                  {"id": "slow", "severity": "lint", "message": "slow", "path": null, "line": null, "column": null, "help": []}
                ]

                """)
    }

    @Test func nothingIsAnEmptyArray() {
        #expect(JSONRenderer().render([]) == "[]\n")
    }

    @Test func anyTextSurvivesAndNothingSteersTheTerminal() throws {
        let texts = ["\"quoted\\\" / slash", "\n\r\t\u{0}\u{1B}[2J", "\u{7F}\u{9B}\u{202E}", "肺 🫁 \u{E0041}", ""]
        let output = JSONRenderer().render(
            texts.map { Diagnostic("id", $0, at: SourcePosition(file: $0, line: 1, column: 1), help: [$0]) })
        #expect(
            output.unicodeScalars.allSatisfy {
                $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E)
            })
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
        #expect(parsed.map { $0["message"] as? String } == texts)
        #expect(parsed.map { $0["path"] as? String } == texts)
        #expect(parsed.map { ($0["help"] as? [String])?.first } == texts)
    }
}
