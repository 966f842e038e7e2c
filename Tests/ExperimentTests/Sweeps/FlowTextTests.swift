import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@testable import Experiment

/// A node as YAML in one line.
struct FlowTextTests {
    private static let start = SourcePosition(file: "x", line: 1, column: 1)

    /// Equal where the language reads the same: texts, and whether they are plain; whatever stands for nothing is nothing.
    private func areSame(_ a: Node, _ b: Node, whateverStyle: Bool = false) -> Bool {
        if a.isNull || b.isNull { return a.isNull && b.isNull }
        switch (a.content, b.content) {
        case (.scalar(let x, let style), .scalar(let y, let other)):
            return x == y && (whateverStyle || (style == .plain) == (other == .plain))
        case (.sequence(let x), .sequence(let y)):
            return x.count == y.count && zip(x, y).allSatisfy { areSame($0, $1, whateverStyle: whateverStyle) }
        case (.mapping(let x), .mapping(let y)):
            return x.count == y.count
                && zip(x, y).allSatisfy { $0.key == $1.key && areSame($0.value, $1.value, whateverStyle: whateverStyle) }
        default: return false
        }
    }

    private static let words = [
        "a", "0.1", "-1", "1e-3", "50%", "1 / 255", "no", "true", "a b", "a: b", "a:b", "#x", "a #b", "a#b", "- x", "-", "?", "[",
        "]",
        "{}", ",", "a, b", "'", "''", "\"", "\\", "it's", "&a", "*a", "!t", "|", ">", "@", "`", "%", "% x", "=", "<<", "...",
        "---",
        "\n", "a\nb", "\t", " x", "x ", "", "null", "~", "肺", "🫁", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{7}", "kind:Conv2D",
        "conv*",
        "[:-5]", "${x}", "0x10", "1_000", ":", "::", "a:", "x: ", "\u{301}", "\"quoted\"", "a\\nb", "---a", "--- b", "%YAML 1.1",
    ]

    private func node(_ random: inout SeededGenerator, depth: Int) -> Node {
        func scalar() -> Node {
            let count = Int.random(in: 1...2, using: &random)
            let text = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined()
            let styles: [Node.ScalarStyle] = [.plain, .singleQuoted, .doubleQuoted, .literal]
            return Node(.scalar(text, styles.randomElement(using: &random) ?? .plain), at: Self.start)
        }
        guard depth > 0, Bool.random(using: &random) else { return scalar() }
        let count = Int.random(in: 0...3, using: &random)
        let items = (0..<count).map { _ in node(&random, depth: depth - 1) }
        if Bool.random(using: &random) { return Node(.sequence(items), at: Self.start) }
        var keys: [String] = []
        for _ in items {
            let key = scalar().text ?? ""
            if !key.isEmpty, !keys.contains(key) { keys.append(key) }
        }
        return Node(.mapping(zip(keys, items).map { Node.Entry(key: $0, position: Self.start, value: $1) }), at: Self.start)
    }

    /// What the parser can give comes back; plain texts that no YAML in one line can hold without quotes are quoted.
    @Test func everyNodeComesBack() {
        var random = SeededGenerator(seed: 9)
        var compared = 0
        for _ in 0..<3000 {
            let original = node(&random, depth: 3)
            let text = original.flowText
            #expect(!text.contains("\n"))
            let (parsed, problems) = YAMLParser.parse(text, at: Self.start)
            #expect(problems == [], "\(text)")
            guard let parsed else {
                Issue.record("nothing came back of \(text)")
                continue
            }
            // No text changes, though no parser gives some of these without quotes; what a parser gave comes back exactly.
            #expect(areSame(original, parsed, whateverStyle: true), "\(text)")
            let (again, _) = YAMLParser.parse(parsed.flowText, at: Self.start)
            #expect(again.map { areSame($0, parsed) } == true, "\(text)")
            #expect(again?.flowText == parsed.flowText)
            compared += 1
        }
        #expect(compared == 3000)
    }

    /// Written values stay what they are: plain where they were plain.
    @Test(arguments: [
        ("0.1", "0.1"), ("\"no\"", "'no'"), ("{SGD: {momentum: 0.9}}", "{SGD: {momentum: 0.9}}"), ("50 %", "50 %"),
        ("kind:Conv2D", "kind:Conv2D"), ("'[:-5]'", "'[:-5]'"), ("[1/255, conv*, ~]", "[1/255, conv*, null]"),
        ("\"a\\nb\"", "\"a\\u000ab\""), ("it's", "it's"), ("{'a: b': 1}", "{'a: b': 1}"),
        ("\n  a: 1\n  b:\n  - x\n", "{a: 1, b: [x]}"),
    ]) func values(_ yaml: String, _ expected: String) throws {
        let node = try #require(YAMLParser.parse(yaml, at: Self.start).node)
        #expect(node.flowText == expected)
        let again = try #require(YAMLParser.parse(node.flowText, at: Self.start).node)
        #expect(areSame(node, again))
    }
}
