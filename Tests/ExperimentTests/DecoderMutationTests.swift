import Foundation
import TestSupport
import Testing
import YAMLSyntax

@testable import Experiment

/// The notebook with nodes exchanged, dropped and made wrong by the hundred: the decoder always ends, and says why.
struct DecoderMutationTests {
    private static let words = [
        "", "~", "1", "-1", "1e400", "99999999999999999999", "1/0", "50%", "yes", "Conv2D", "Flatten", "adam", "x", "${height}",
        "${", "${none}", "a/../b", ".h5", "training_1.best", "1e308GB", "\u{0}", "肺",
    ]

    private func mutate(_ node: Node, _ parts: [Node], _ random: inout SeededGenerator) -> Node {
        var result = node
        switch Int.random(in: 0..<60, using: &random) {
        case 0: return parts.randomElement(using: &random) ?? node
        case 1: result.content = .scalar(Self.words.randomElement(using: &random) ?? "", .plain)
        case 2: result.content = .scalar(Self.words.randomElement(using: &random) ?? "", .doubleQuoted)
        case 3: result.content = .sequence([node, node])
        case 4: result.content = .mapping([Node.Entry(key: "repeat", position: node.position, value: node)])
        default:
            switch node.content {
            case .scalar: break
            case .sequence(let items): result.content = .sequence(items.map { mutate($0, parts, &random) })
            case .mapping(let entries):
                result.content = .mapping(
                    entries.map { entry in
                        let value = mutate(entry.value, parts, &random)
                        let renamed = Int.random(in: 0..<80, using: &random) == 0
                        let key = renamed ? Self.words.randomElement(using: &random) ?? "" : entry.key
                        return Node.Entry(key: key, position: entry.position, value: value)
                    })
            }
        }
        return result
    }

    private func parts(of node: Node) -> [Node] {
        [node] + (node.items ?? node.entries?.map(\.value) ?? []).flatMap { parts(of: $0) }
    }

    @Test func everyMutantIsReadOrRefused() throws {
        let url = Fixtures.root.appendingPathComponent("Experiments/chest-xray-transfer.yaml")
        let root = try #require(YAMLParser.parse(Array(Data(contentsOf: url)), file: "e.yaml").node)
        let parts = parts(of: root)
        var random = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<400 {
            let (file, diagnostics) = ExperimentDecoder.decode(mutate(root, parts, &random), environment: [:]) { _ in "/" }
            #expect(file != nil || !diagnostics.isEmpty)
            #expect(diagnostics.allSatisfy { $0.position != nil && $0.length >= 1 && !$0.message.isEmpty })
            if !diagnostics.isEmpty { refused += 1 }
        }
        #expect(refused > 300)
    }
}
