import Network
import Randomness
import TestSupport
import Testing

@testable import EngineReference

/// The moving statistics of keras-2.2.4, against TensorFlow's fused kernel (images) and its moments (rows); and what each era's own
/// Keras makes of a batch (`Tests/Fixtures/eras/make_rules.py`).
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
        // What enters the averages; those of the fixture are plain.
        var semantics = Semantics(.keras224)
        semantics.movingAverage = .plain
        for example in examples {
            let found = try statistics(example, semantics)
            #expect(EngineConformance.difference("mean", found[2] ?? [], example.movingMean, tolerance: 1e-6) == nil)
            #expect(EngineConformance.difference("variance", found[3] ?? [], example.movingVariance, tolerance: 1e-6) == nil)
        }
    }

    private struct Rules: Decodable {
        struct Frozen: Decodable {
            var shape: [Int]
            var count: Int
            var inputs, gamma, beta, outputs: [Double]
            var mean, variance: Double
        }
        var statistics: [File.Statistics]
        var frozen: Frozen
    }

    private func rules(_ profile: Semantics.Profile) throws -> Rules {
        try KerasFixture.read("eras/rules_\(profile.rawValue).json", as: Rules.self)
    }

    @Test(arguments: Semantics.Profile.allCases) func movingStatisticsOfTheEras(_ profile: Semantics.Profile) throws {
        for example in try rules(profile).statistics {
            let found = try statistics(example, Semantics(profile))
            #expect(EngineConformance.difference("mean", found[2] ?? [], example.movingMean, tolerance: 2e-6) == nil)
            #expect(EngineConformance.difference("variance", found[3] ?? [], example.movingVariance, tolerance: 2e-6) == nil)
        }
    }

    @Test(arguments: Semantics.Profile.allCases) func frozenLayersOfTheEras(_ profile: Semantics.Profile) throws {
        let example = try rules(profile).frozen
        func outputs(_ semantics: Semantics) throws -> [Double] {
            let shape = Shape(example.shape)
            let layer = BatchNormalization(momentum: 0.9)
            let node = LayerNode(name: "norm", layer: try #require(OneOf(layer)), input: shape, output: shape)
            let training = LayerInput.Training(semantics: semantics, frozen: true, key: RandomKey(seed: 0), step: 0, layer: 0)
            let moving = [example.mean, example.variance].map { [Double](repeating: $0, count: example.gamma.count) }
            return layer.forward(
                LayerInput(
                    values: example.inputs, samples: example.count, node: node,
                    parameters: [example.gamma, example.beta] + moving,
                    training: training)
            ).values
        }
        #expect(EngineConformance.difference("outputs", try outputs(Semantics(profile)), example.outputs, tolerance: 2e-6) == nil)
        var turned = Semantics(profile)
        turned.frozenBatchNormalization =
            turned.frozenBatchNormalization == .batchStatistics ? .movingStatistics : .batchStatistics
        #expect(EngineConformance.difference("outputs", try outputs(turned), example.outputs, tolerance: 1e-2) != nil)
    }

    /// The switch alone: each value with an era that has another one.
    @Test(arguments: [
        (Semantics.MovingVariance.biased, Semantics.Profile.keras3), (.corrected, .tfKeras215), (.twiceCorrected, .keras23),
    ]) func movingVarianceIsASwitchOfItsOwn(_ rule: Semantics.MovingVariance, _ like: Semantics.Profile) throws {
        for profile in [Semantics.Profile.keras23, .tfKeras215, .keras3] {
            var semantics = Semantics(profile)
            semantics.movingVariance = rule
            for example in try rules(like).statistics {
                let found = try statistics(example, semantics)
                #expect(EngineConformance.difference("variance", found[3] ?? [], example.movingVariance, tolerance: 2e-6) == nil)
            }
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
        try statistics(example, Semantics(profile), frozen: frozen)
    }

    private func statistics(
        _ example: File.Statistics, _ semantics: Semantics, frozen: Bool = false
    ) throws -> [Int: [Double]] {
        let layer = BatchNormalization(momentum: 0.9)
        let shape = Shape(example.shape)
        let channels = try #require(example.shape.last)
        let node = LayerNode(name: "norm", layer: try #require(OneOf(layer)), input: shape, output: shape)
        let training = LayerInput.Training(
            semantics: semantics, frozen: frozen, key: RandomKey(seed: 0), step: 0, layer: 0)
        let parameters = [1, 0, 0.25, 2].map { [Double](repeating: $0, count: channels) }
        return layer.forward(
            LayerInput(values: example.inputs, samples: example.count, node: node, parameters: parameters, training: training)
        ).statistics
    }
}
