import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@Suite struct YAMLParserTests {
    @Test(arguments: [
        ("a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1, b: [x, 'y', \"z\"]}"),
        ("- a: {b: c}\n- \n- ~\n", "[{a: {b: c}}, , ~]"),
        ("a: |\n  one\n  two\nb: >\n  one\n  two\n", "{a: |one\ntwo\n|, b: >one two\n>}"),
        ("a: no\nb: 1e-3\nc: 0x1F\nd: null\ne: 1/255", "{a: no, b: 1e-3, c: 0x1F, d: null, e: 1/255}"),
        ("plain", "plain"),
        ("{a, b: }", "{a: , b: }"),
        ("a: \"\\u80ba \\0\"", "{a: \"肺 \0\"}"),
        ("'a b': 1\n\"c\": 2", "{a b: 1, c: 2}"),
        ("? a\n: b", "{a: b}"),
        ("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}"),
        ("a: ${b}/c", "{a: ${b}/c}"),
    ])
    func nothingIsGuessed(text: String, shape: String) {
        let (node, diagnostics) = parse(text)
        #expect(node?.shape == shape)
        #expect(diagnostics.isEmpty)
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let marked = MarkedText(
            "# 肺\n1️⃣名前: 2️⃣text with blanks   # comment\nb:\n  - 3️⃣'quoted'\n  - 4️⃣{c: 5️⃣\"é\", 6️⃣d: 7️⃣[1, 2]}\ne: 8️⃣[1,\n  2]\n")
        let root = try #require(parse(marked.text).node)
        let entries = try #require(root.entries)
        #expect(root.position == marked.position(1))
        #expect(root.length == 2)
        #expect(entries[0].position == marked.position(1))
        #expect(entries[0].length == 2)
        #expect(entries[0].value.position == marked.position(2))
        #expect(entries[0].value.length == 16)
        let items = try #require(root["b"]?.items)
        #expect(items[0].position == marked.position(3))
        #expect(items[0].length == 8)
        #expect(items[1].position == marked.position(4))
        #expect(items[1].length == 19)
        #expect(items[1]["c"]?.position == marked.position(5))
        #expect(items[1]["c"]?.length == 3)
        #expect(items[1].entries?[1].position == marked.position(6))
        #expect(items[1]["d"]?.position == marked.position(7))
        #expect(items[1]["d"]?.length == 6)
        #expect(root["e"]?.position == marked.position(8))
        #expect(root["e"]?.length == 3)
    }

    @Test func placesAgreeWithTheLinesOfTheRenderer() throws {
        for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"] {
            let root = try #require(parse("a: 1\(end)\(end)b: 2").node)
            #expect(root.entries?[1].position == SourcePosition(file: "f", line: 3, column: 1), "\(end.debugDescription)")
        }
    }

    @Test func aTextInALongerOneCountsFromThere() {
        let start = SourcePosition(file: "--set x={a: 1,", line: 1, column: 3)
        let (node, diagnostics) = YAMLParser.parse("{a: 1,\n b: 2}", at: start)
        #expect(diagnostics.isEmpty)
        #expect(node?.position == start)
        #expect(node?["a"]?.position == SourcePosition(file: start.file, line: 1, column: 7))
        #expect(node?["b"]?.position == SourcePosition(file: start.file, line: 2, column: 5))
        let bad = YAMLParser.parse("[:-5]", at: start).diagnostics
        #expect(bad.map(\.position) == [start])
        #expect(bad.map(\.help) == [["quote it: \"[:-5]\""]])
        #expect(YAMLParser.parse("\u{7}", at: start).diagnostics.map(\.position) == [start])
        #expect(YAMLParser.parse("# x", at: start).diagnostics.map(\.message) == ["there is no value here"])
    }

    @Test func aByteOrderMarkTakesNoColumn() {
        let node = YAMLParser.parse([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8), file: "f").node
        #expect(node?.entries?[0].position == SourcePosition(file: "f", line: 1, column: 1))
        #expect(node?.entries?[0].key == "a")
    }

    @Test(arguments: ["", "   \n", "# only a comment\n", "---\n", "---\n...\n"])
    func emptyDocuments(text: String) {
        let diagnostics = parse(text).diagnostics
        #expect(diagnostics.map(\.id) == ["empty-document"])
        #expect(diagnostics.allSatisfy { $0.position == SourcePosition(file: "f", line: 1, column: 1) })
    }
}
