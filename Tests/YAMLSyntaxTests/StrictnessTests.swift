import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

/// What YAML allows and this dialect does not.
@Suite struct StrictnessTests {
    private func check(_ text: String, _ ids: [String]) -> (node: Node?, diagnostics: [Diagnostic]) {
        let marked = MarkedText(text)
        let result = parse(marked.text)
        #expect(result.diagnostics.map(\.id) == ids, "\(text)")
        #expect(result.diagnostics.map(\.position) == ids.indices.map { marked.position($0 + 1) }, "\(text)")
        return result
    }

    @Test func duplicateKeysNameBothPlaces() {
        let (node, diagnostics) = check("a: 1\nb:\n  c: 1\n  1️⃣c: 2\n2️⃣a: 3\n", ["duplicate-key", "duplicate-key"])
        #expect(node?.shape == "{a: 1, b: {c: 1}}")
        #expect(diagnostics[0].message == "the key 'c' is written twice in one mapping")
        #expect(diagnostics[0].help == ["it stands at line 3, column 3 and at line 4, column 3: keep one of them"])
        #expect(diagnostics[1].help == ["it stands at line 1, column 1 and at line 5, column 1: keep one of them"])
        _ = check("{'a': 1, 1️⃣\"a\": 2}", ["duplicate-key"])
    }

    @Test func tags() {
        let (_, diagnostics) = check("a: 1️⃣!!str 1\nb: 2️⃣!python/object [x]\nc: 3️⃣! {d: 1}\n", ["tag", "tag", "tag"])
        #expect(diagnostics.map(\.length) == [5, 14, 1])
    }

    @Test func complexKeys() {
        let (node, _) = check("1️⃣[a]: 1\n2️⃣{b: c}: 2\nd: 3\n? 3️⃣- e\n: f", ["complex-key", "complex-key", "complex-key"])
        #expect(node?.shape == "{d: 3}")
        _ = check("a: &x b\n1️⃣*x : 1", ["complex-key"])
    }

    @Test func emptyKeys() {
        _ = check("{1️⃣'': 1}", ["empty-key"])
        _ = check("?1️⃣ \n: 1", ["empty-key"])
    }

    @Test func severalDocuments() {
        #expect(check("---\na: 1\n1️⃣---\nb: 1\n", ["several-documents"]).node == nil)
        #expect(check("a: 1\n...\n1️⃣---\n", ["several-documents"]).node == nil)
    }

    @Test func aMissingSpaceInBraces() {
        let (_, diagnostics) = check("a: {1️⃣b:3, c: 2, d}", ["missing-space"])
        #expect(diagnostics[0].help == ["put a space after the colon: `b: 3`"])
    }

    @Test func allErrorsInOneGo() {
        _ = check(
            "a: 1️⃣!x 1\n2️⃣a: 2\nb: 3️⃣*c\n4️⃣[d]: 1\ne: {<<: 5️⃣f}\n",
            ["tag", "duplicate-key", "undefined-alias", "complex-key", "invalid-merge"])
    }

    @Test func depth() {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        #expect(parse(deep(YAMLParser.maximumDepth)).diagnostics.isEmpty)
        let diagnostics = parse("a: " + deep(YAMLParser.maximumDepth)).diagnostics
        #expect(diagnostics.map(\.id) == ["too-deep"])
        #expect(diagnostics.first?.position == SourcePosition(file: "f", line: 1, column: 3 + YAMLParser.maximumDepth))
        #expect(parse(String(repeating: "- ", count: 10_000)).diagnostics.map(\.id) == ["too-deep"])
        #expect(parse(String(repeating: "[", count: 1_000_000)).diagnostics.map(\.id) == ["too-deep"])
        #expect(parse(String(repeating: "{a: ", count: 100_000)).diagnostics.map(\.id) == ["too-deep"])
    }

    @Test func size() {
        let text = Array(repeating: UInt8(ascii: "#"), count: YAMLParser.maximumBytes + 1)
        #expect(YAMLParser.parse(text, file: "f").diagnostics.map(\.id) == ["document-too-large"])
        #expect(YAMLParser.parse(Array(text.dropLast()), file: "f").diagnostics.map(\.id) == ["empty-document"])
    }

    @Test func nodes() {
        let text = "[" + String(repeating: "a,", count: YAMLParser.maximumNodes) + "]"
        #expect(parse(text).diagnostics.map(\.id) == ["too-many-nodes"])
        #expect(parse("[" + String(repeating: "a,", count: YAMLParser.maximumNodes - 1) + "]").diagnostics.isEmpty)
    }

    @Test func noMoreThanAHundredErrors() {
        let text = "[" + String(repeating: "!x a,", count: 1000) + "]"
        #expect(parse(text).diagnostics.count == 100)
    }
}
