import Foundation
import TestSupport
import Testing

@testable import Network

@Suite struct LayerGraphTests {
    /// A graph as written, and Keras's order of it; see `Tests/Fixtures/network/make_graphs.py`.
    struct KerasGraph: Decodable, Sendable, CustomTestStringConvertible {
        struct Layer: Decodable, Sendable {
            var name: String
            var inputs: [String]

            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                name = try container.decode(String.self)
                inputs = try container.decode([String].self)
            }
        }
        var name: String
        var layers: [Layer]
        var order: [String]
        var testDescription: String { name }

        static let all: [KerasGraph] =
            (try? JSONDecoder().decode([KerasGraph].self, from: Data(contentsOf: Fixtures.url("network/graphs.json")))) ?? []
    }

    @Test func thereAreGraphs() { #expect(KerasGraph.all.count == 45) }

    @Test(arguments: KerasGraph.all) func theOrderIsThatOfKeras(_ graph: KerasGraph) throws {
        let places = Dictionary(uniqueKeysWithValues: graph.layers.enumerated().map { ($1.name, $0) })
        let sources = try graph.layers.map { layer in
            try layer.inputs.map { $0 == "input" ? -1 : try #require(places[$0]) }
        }
        #expect(try LayerGraph(sources).order.map { graph.layers[$0].name } == graph.order)
    }

    @Test func aChainStaysAsWritten() throws {
        #expect(try LayerGraph((0..<2_000).map { [$0 - 1] }).order == Array(0..<2_000))
        #expect(try LayerGraph([]).order == [])
    }

    @Test func aCycleIsNamedByItsLayers() {
        #expect(throws: LayerGraph.Flaw.cycle([2, 1])) { try LayerGraph([[-1], [0, 2], [1], [2]]) }
        #expect(throws: LayerGraph.Flaw.cycle([0])) { try LayerGraph([[0]]) }
    }

    @Test func aDeadEndIsNamed() {
        #expect(throws: LayerGraph.Flaw.unread(1)) { try LayerGraph([[-1], [0], [0]]) }
    }
}
