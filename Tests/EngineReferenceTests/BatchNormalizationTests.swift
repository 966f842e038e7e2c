import Network
import Randomness
import TestSupport
import Testing

@testable import EngineReference

/// The moving statistics of keras-2.2.4, against TensorFlow's fused kernel (images) and its moments (rows).
struct BatchNormalizationTests {
    private struct File: Decodable {
        struct Statistics: Decodable {
            var shape: [Int]
            var count: Int
            var inputs: [Double]
            var movingMean: [Double]
            var movingVariance: [Double]
        }
        var statistics: [Statistics]
    }

    @Test func movingStatisticsOf224() throws {
        let examples = try KerasFixture.read("engine/keras224.json", as: File.self).statistics
        #expect(examples.map(\.shape.count) == [3, 1])
        for example in examples {
            let found = try statistics(example, .keras224)
            #expect(EngineConformance.difference("mean", found[2] ?? [], example.movingMean, tolerance: 1e-6) == nil)
            #expect(EngineConformance.difference("variance", found[3] ?? [], example.movingVariance, tolerance: 1e-6) == nil)
        }
    }

    @Test func frozenStatisticsStay() throws {
        let example = try #require(try KerasFixture.read("engine/keras224.json", as: File.self).statistics.first)
        #expect(try statistics(example, .keras224, frozen: true).isEmpty)
        #expect(try statistics(example, .keras3, frozen: true).isEmpty)
    }

    private func statistics(
        _ example: File.Statistics, _ profile: Semantics.Profile, frozen: Bool = false
    ) throws -> [Int: [Double]] {
        let layer = BatchNormalization(momentum: 0.9)
        let shape = Shape(example.shape)
        let channels = try #require(example.shape.last)
        let node = LayerNode(name: "norm", layer: try #require(OneOf(layer)), input: shape, output: shape)
        let training = LayerInput.Training(
            semantics: Semantics(profile), frozen: frozen, key: RandomKey(seed: 0), step: 0, layer: 0)
        let parameters = [1, 0, 0.25, 2].map { [Double](repeating: $0, count: channels) }
        return layer.forward(
            LayerInput(values: example.inputs, samples: example.count, node: node, parameters: parameters, training: training)
        ).statistics
    }
}
