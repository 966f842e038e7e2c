import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@Suite struct AliasTests {
    @Test func anAliasIsWhatItStandsForAndWhere() throws {
        let marked = MarkedText("a: 1️⃣&x [1, 2]\nb: *x\nc: {d: *x}\n")
        let (node, diagnostics) = parse(marked.text)
        #expect(diagnostics.isEmpty)
        #expect(node?.shape == "{a: [1, 2], b: [1, 2], c: {d: [1, 2]}}")
        #expect(node?["b"]?.position == marked.position(1))
    }

    @Test func aLaterAnchorTakesTheNameOver() {
        #expect(parse("- &a 1\n- *a\n- &a 2\n- *a\n").node?.shape == "[1, 1, 2, 2]")
    }

    @Test func anUnknownAlias() {
        let marked = MarkedText("a: &images 1\nb: 1️⃣*imges\nc: 2️⃣*\"x")
        let diagnostics = parse("a: &images 1\nb: *imges\n").diagnostics
        #expect(diagnostics.map(\.id) == ["undefined-alias"])
        #expect(diagnostics.map(\.position) == [marked.position(1)])
        #expect(diagnostics.map(\.length) == [6])
        #expect(
            diagnostics.first?.help == [
                "did you mean `*images`?", "anchors above: images", "for a text that begins with `*`, quote it: \"*imges\"",
            ])
    }

    @Test func anAliasToItself() {
        let marked = MarkedText("a: &x {b: [1️⃣*x]}")
        let (node, diagnostics) = parse(marked.text)
        #expect(node == nil)
        #expect(diagnostics.map(\.id) == ["recursive-alias"])
        #expect(diagnostics.map(\.position) == [marked.position(1)])
    }

    @Test func billionLaughsEndSoon() {
        var text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        let (node, diagnostics) = parse(text)
        #expect(node == nil)
        #expect(diagnostics.map(\.id) == ["alias-expansion"])
        #expect(diagnostics.first?.position?.line == 6)
    }

    @Test func aliasesCannotOutgrowTheDepth() {
        var text = "a0: &a0 [1]\n"
        for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(parse(text).diagnostics.map(\.id) == ["too-deep"])
    }
}

@Suite struct MergeKeyTests {
    @Test func mergedKeysKeepTheirPlacesAndWrittenOnesWin() throws {
        let marked = MarkedText("base: &b {1️⃣folder: 2️⃣x, size: 1}\nd: {<<: *b, 3️⃣size: 4️⃣2, more: 3}\n")
        let (node, diagnostics) = parse(marked.text)
        #expect(diagnostics.isEmpty)
        #expect(node?["d"]?.shape == "{folder: x, size: 2, more: 3}")
        let entries = try #require(node?["d"]?.entries)
        #expect(entries[0].position == marked.position(1))
        #expect(entries[0].value.position == marked.position(2))
        #expect(entries[1].position == marked.position(3))
        #expect(entries[1].value.position == marked.position(4))
    }

    @Test(arguments: [
        ("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], z: 3}", "{x: 1, y: 1, z: 3}"),
        ("a: &a {x: 1, y: 1}\nc: {z: 3, y: 2, <<: *a}", "{z: 3, y: 2, x: 1}"),
        ("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}", "{x: 1, y: 2, z: 3}"),
        ("c: {<<: {x: 1}, y: 2}", "{x: 1, y: 2}"),
        ("c: {<<: [], y: 2}", "{y: 2}"),
        ("c: {'<<': 1, y: 2}", "{<<: 1, y: 2}"),
    ])
    func whatIsMerged(text: String, shape: String) {
        let (node, diagnostics) = parse(text)
        #expect(diagnostics.isEmpty)
        #expect(node?["c"]?.shape == shape)
    }

    @Test(arguments: ["a: {<<: 1️⃣text}", "a: {<<: [{b: 1}, 1️⃣[c]]}", "a:\n  <<: 1️⃣'x'\n  b: 1"])
    func onlyMappingsMerge(text: String) {
        let marked = MarkedText(text)
        let diagnostics = parse(marked.text).diagnostics
        #expect(diagnostics.map(\.id) == ["invalid-merge"])
        #expect(diagnostics.map(\.position) == [marked.position(1)])
    }

    @Test func aSecondMergeIsADuplicate() {
        let marked = MarkedText("a: {<<: {b: 1}, 1️⃣<<: {c: 1}}")
        let diagnostics = parse(marked.text).diagnostics
        #expect(diagnostics.map(\.id) == ["duplicate-key"])
        #expect(diagnostics.map(\.position) == [marked.position(1)])
    }

    @Test func longChainsOfMergesAreNotDeep() {
        var text = "a0: &a0 {k0: 1}\n"
        for level in 1...100 { text += "a\(level): &a\(level) {<<: *a\(level - 1), k\(level): 1}\n" }
        let (node, diagnostics) = parse(text)
        #expect(diagnostics.isEmpty)
        #expect(node?["a100"]?.entries?.count == 101)
    }

    /// An anchor that there is not is one mistake, also where its mapping would have been merged.
    @Test(arguments: ["a: {<<: *b, c: 1}", "a: {<<: [*b], c: 1}"]) func mergingWhatThereIsNot(text: String) {
        #expect(parse(text).diagnostics.map(\.id) == ["undefined-alias"])
    }
}
