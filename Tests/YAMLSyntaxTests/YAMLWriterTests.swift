import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

/// What is written reads back as it was.
@Suite struct YAMLWriterTests {
    /// The tree without places; of a scalar, only whether it has quotes.
    private static func essence(_ node: Node) -> String {
        switch node.content {
        case .scalar(let text, .plain): "plain(\(text))"
        case .scalar(let text, _): "text(\(text))"
        case .sequence(let items): "[" + items.map(essence).joined(separator: ", ") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key) -> \(essence($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    private func roundTrip(_ node: Node, sourceLocation: SourceLocation = #_sourceLocation) {
        let text = YAMLWriter.text(node, comment: ["a comment", ""])
        let (again, diagnostics) = parse(text)
        #expect(diagnostics.isEmpty, "\(diagnostics)\n\(text)", sourceLocation: sourceLocation)
        guard let again else {
            Issue.record("no tree: \(text)", sourceLocation: sourceLocation)
            return
        }
        #expect(Self.essence(again) == Self.essence(node), "\(text)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "a: 1", "a: 'no'", "a:", "a: ~", "a: null", "a: ''", "a: {}", "a: []", "'': b\nc: d", "[1, [2, []], {}]", "- - a\n  - b",
        "a: -1\nb: - 1", "a: \"x: y\"\nb: 'x #y'\nc: x:y\nd: x#y",
        "a: |\n  two\n  lines\nb: |-\n  two\n\n  lines\nc: |+\n  x\n\n",
        "a: >\n  folded\n  text", "a: \"\\u0007 \\t \\u2028 \\uFEFF \\\\ \\\" \\r\\n\"", "a: '  leading'\nb: \"trailing \"",
        "a: 'true'\nb: true\nc: '1'\nd: 1/255\ne: 50%\nf: 1e-3", "a: ${x}/y\nb: \"${x}\"\nc: [\"${x}\", 2]",
        "\"[:-5]\": 1\n\"kind:A\": 2",
        "a: &x {b: 1}\nc: {<<: *x, d: 2}\ne: *x", "'<<': {a: 1}", "a: 肺 κ\nb: 😀", "a: '---'\nb: '...'\nc: '- x'\nd: '? x'",
        "a: @b\n", "a: x*y\nb: \"*y\"\nc: (a)\nd: a=b\ne: ^", "- a: 1\n  b: {c: [1, 2]}\n-\n- x", "a: 'one\n\n  two'",
        "a: one\n  two",
        "a: one\n\n  two",
    ])
    func whatPeopleWrite(_ text: String) {
        guard let node = parse(text).node else { return }
        // A plain text of several lines is written with quotes.
        if text.hasSuffix("one\n\n  two") { return }
        roundTrip(node)
    }

    /// Random trees of texts that are hard to write.
    @Test func anything() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<1500 { roundTrip(tree(&random, depth: 0)) }
    }

    private func tree(_ random: inout SeededGenerator, depth: Int) -> Node {
        let place = SourcePosition(file: "f", line: 1, column: 1)
        switch depth == 0 ? 0 : Int.random(in: 0..<(depth > 4 ? 3 : 6), using: &random) {
        case 0 where depth == 0 || depth <= 4:
            var keys = Set<String>()
            let entries = (0..<Int.random(in: 1...5, using: &random)).compactMap { _ -> Node.Entry? in
                let key = text(&random)
                guard !key.isEmpty, keys.insert(key).inserted else { return nil }
                return Node.Entry(key: key, position: place, value: tree(&random, depth: depth + 1))
            }
            if entries.isEmpty {
                return Node(.mapping([.init(key: "k", position: place, value: tree(&random, depth: depth + 1))]), at: place)
            }
            return Node(.mapping(entries), at: place)
        case 3, 4:
            let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in tree(&random, depth: depth + 1) }
            return Node(.sequence(items), at: place)
        case 5:
            // Whatever reads as plain.
            let text = text(&random)
            if let value = parse("k: \(text)").node?["k"], case .scalar(text, .plain) = value.content {
                return Node(value.content, at: place)
            }
            return Node(.scalar(String(Int.random(in: -9...9, using: &random)), .plain), at: place)
        default: return Node(.scalar(text(&random), .doubleQuoted), at: place)
        }
    }

    private func text(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "a", "B", "0", "-", " ", ":", ": ", "#", " #", ",", "[", "]", "{", "}", "\"", "'", "*", "&", "!", "%", "@", "|", ">",
            "\n", "\t", "\\", "?", "=", "~", "${x}", "é", "\u{85}", "\u{2028}", "😀", ".", "/", "yes", "\r", "\u{7}", "肺",
        ]
        return (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    /// What fits on a line stands on one, as people write it.
    @Test func looks() throws {
        let source = """
            assay: 1
            parameters: {data: ../x, size: [62, 62]}
            models:
              m: {input: ["${size}", 3], layers: [{Conv2D: {filters: 8, kernel_size: 3}}, Flatten]}
            steps:
              - train: {id: training_1, model: m, data: d, epochs: 3, validation_data: v, callbacks: watchful, steps_per_epoch: 100, more: true}
              - evaluate: {model: m}
            """
        #expect(
            YAMLWriter.text(try #require(parse(source).node), comment: ["By hand."]) == """
                # By hand.
                assay: 1

                parameters:
                  data: ../x
                  size: [62, 62]

                models:
                  m: {input: ["${size}", 3], layers: [{Conv2D: {filters: 8, kernel_size: 3}}, Flatten]}

                steps:
                  - train:
                      id: training_1
                      model: m
                      data: d
                      epochs: 3
                      validation_data: v
                      callbacks: watchful
                      steps_per_epoch: 100
                      more: true
                  - evaluate: {model: m}

                """)
    }
}
