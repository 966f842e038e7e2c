import Diagnostics
import Testing

@Suite struct TextRendererTests {
    private func render(
        _ text: String, line: Int = 1, column: Int, length: Int = 1, message: String = "wrong", help: [String] = [],
        file: String = "a.yaml"
    ) -> String {
        let position = SourcePosition(file: file, line: line, column: column)
        let renderer = TextRenderer(color: false, sources: SourceTexts(text, file: file))
        return renderer.render(Diagnostic("some-id", message, at: position, length: length, help: help))
    }

    @Test func placeMessageSourceCaretAndHelp() {
        let text = Array(repeating: "x: 1", count: 11).joined(separator: "\n") + "\n  filtres: 64\n"
        #expect(
            render(
                text, line: 12, column: 3, length: 7, message: "unknown key 'filtres'",
                help: ["did you mean 'filters'?", "keys: a, b"])
                    == """
                    a.yaml:12:3: error: unknown key 'filtres' [some-id]
                     12 |   filtres: 64
                        |   ^^^^^^^
                      help: did you mean 'filters'?
                      help: keys: a, b

                    """)
    }

    @Test func withoutAPlaceThereIsNone() {
        let renderer = TextRenderer(color: false)
        #expect(
            renderer.render(Diagnostic("no-file", .warning, "nothing there", help: ["look"]))
                == "warning: nothing there [no-file]\n  help: look\n")
        #expect(renderer.render([Diagnostic("a", .lint, "x"), Diagnostic("b", "y")]) == "lint: x [a]\nerror: y [b]\n")
    }

    @Test func anUnknownFileOrLineHasNoExcerpt() {
        #expect(render("a", line: 7, column: 1) == "a.yaml:7:1: error: wrong [some-id]\n")
        let renderer = TextRenderer(color: false)
        let diagnostic = Diagnostic("some-id", "wrong", at: SourcePosition(file: "gone", line: 1, column: 1))
        #expect(renderer.render(diagnostic) == "gone:1:1: error: wrong [some-id]\n")
    }

    @Test func aPlaceBehindTheLineStillHasACaret() {
        #expect(render("ab", column: 3, length: 9).hasSuffix(" 1 | ab\n   |   ^\n"))
        #expect(render("", column: 1).hasSuffix(" 1 | \n   | ^\n"))
    }

    @Test func wideAndCombiningCharactersAndTabsKeepTheCaretInPlace() {
        #expect(render("肺炎: x", column: 5).hasSuffix("肺炎: x\n   |       ^\n"))
        #expect(render("肺炎: x", column: 1, length: 2).hasSuffix("\n   | ^^^^\n"))
        #expect(render("e\u{301}: x", column: 5).hasSuffix("\n   |    ^\n"))
        #expect(render("\tx: 1", column: 2).hasSuffix(" 1 |     x: 1\n   |     ^\n"))
    }

    @Test func longLinesAreClippedAroundTheCaret() {
        let text = String(repeating: "a", count: 100_000) + "HERE" + String(repeating: "b", count: 100_000)
        let lines = render(text, column: 100_001, length: 4).split(separator: "\n")
        #expect(lines[1] == " 1 | …" + String(repeating: "a", count: 50) + "HERE" + String(repeating: "b", count: 66) + "…")
        #expect(lines[2] == "   | " + String(repeating: " ", count: 51) + "^^^^")
        let start = render(text, column: 3, length: 100_000).split(separator: "\n")
        #expect(start[1] == " 1 | " + String(repeating: "a", count: 120) + "…")
        #expect(start[2] == "   |   " + String(repeating: "^", count: 118))
    }

    @Test func outputStaysBounded() {
        let huge = String(repeating: "\u{1B}", count: 50_000)
        let output = render(huge, column: 25_000, length: .max, message: huge, help: [huge], file: huge)
        #expect(output.count < 25_000)
    }

    @Test func nothingSteersTheTerminal() {
        let evil = "\u{1B}[2J\u{9B}1m\u{202E}\r"
        let output = render(
            "k: \(evil)", column: 4, length: 2, message: "bad \(evil)\nerror: fake", help: ["help \(evil)"], file: "f\(evil)\nx")
        #expect(output.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x9B && $0.value != 0x202E) })
        #expect(output.split(separator: "\n").count == 4)
        #expect(render("\u{1B}x", column: 2).hasSuffix(" 1 | \\u{1B}x\n   |       ^\n"))
    }

    @Test func extremePositionsAreHarmless() {
        for (line, column) in [(Int.max, Int.max), (0, 0), (-1, -1), (1, Int.min), (1, 0), (1, Int.max)] {
            #expect(render("abc", line: line, column: column, length: Int.min).contains("error: wrong"))
        }
    }

    @Test func colourGoesByTheSeverity() {
        let position = SourcePosition(file: "a", line: 1, column: 1)
        let renderer = TextRenderer(color: true, sources: SourceTexts("k", file: "a"))
        let output = renderer.render(Diagnostic("id", .warning, "m", at: position, help: ["h"]))
        #expect(
            output
                == "a:1:1: \u{1B}[1;33mwarning:\u{1B}[0m \u{1B}[1mm\u{1B}[0m [id]\n \u{1B}[34m1\u{1B}[0m \u{1B}[34m|\u{1B}[0m k\n"
                + "   \u{1B}[34m|\u{1B}[0m \u{1B}[1;33m^\u{1B}[0m\n  \u{1B}[32mhelp:\u{1B}[0m h\n")
    }
}
