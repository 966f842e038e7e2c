import Foundation
import Network
import TestSupport
import Testing

@testable import EngineReference

@Suite struct MergingTests {
    /// What Keras computed for a layer of several inputs; see `Tests/Fixtures/engine/make_merges.py`.
    struct KerasMerge: Decodable, Sendable, CustomTestStringConvertible {
        var kind: String
        var shapes: [[Int]]
        var inputs: [[Double]]
        var shape: [Int]
        var outputs: [Double]
        var slopes: [Double]
        var gradients: [[Double]]
        var testDescription: String { "\(kind) \(shapes)" }

        static let all: [KerasMerge] = (try? KerasFixture.read("engine/merges.json", as: [KerasMerge].self)) ?? []
    }

    @Test func thereIsEachKind() {
        #expect(Set(KerasMerge.all.map(\.kind)) == ["Add", "Average", "Concatenate", "Maximum", "Multiply"])
    }

    @Test(arguments: KerasMerge.all) func outputsAndGradientsAreThoseOfKeras(_ merge: KerasMerge) throws {
        let kind = try JSONDecoder().decode(OneOf<LayerFamily>.self, from: Data(#"{"kind": "\#(merge.kind)"}"#.utf8))
        let layer = try #require(kind.value as? any ReferenceLayer)
        let inputs = merge.shapes.map { Shape($0) }
        let output = try layer.outputShape(joining: inputs)
        #expect(output == Shape(merge.shape))
        let node = LayerNode(name: "merge", layer: kind, sources: inputs.indices.map { $0 - 1 }, inputs: inputs, output: output)
        let result = layer.forward(LayerInput(inputs: merge.inputs, samples: 2, node: node, parameters: [], training: nil))
        #expect(EngineConformance.difference("outputs", result.values, merge.outputs, tolerance: 1e-12) == nil)
        let gradients = result.backward(merge.slopes).inputs
        #expect(gradients.count == merge.gradients.count)
        for (found, expected) in zip(gradients, merge.gradients) {
            #expect(EngineConformance.difference("gradient", found, expected, tolerance: 1e-12) == nil)
        }
    }
}
