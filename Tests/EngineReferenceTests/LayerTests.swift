import Engine
import Foundation
import Network
import TestSupport
import Testing

@testable import EngineReference

/// Layers of one input against Keras 3.15 in float64.
@Suite struct LayerTests {
    /// What Keras computed for a layer; see `Tests/Fixtures/engine/make_layers.py`.
    struct KerasLayer: Decodable, Sendable, CustomTestStringConvertible {
        struct Weight: Decodable, Sendable {
            var name: String
            var shape: [Int]
            var values: [Double]
        }
        var name: String
        var layer: OneOf<LayerFamily>
        var input: [Int]
        var inputs: [Double]
        var weights: [Weight]
        var output: [Int]
        var outputs: [Double]
        var slopes: [Double]
        var gradient: [Double]
        var weightGradients: [[Double]]
        /// Keras keeps some constants as floats whatever it computes in (slopes, the root of 2, scales, the least divisor), and resizes
        /// in floats.
        var tolerance: Double {
            switch layer.value {
            case let layer as any ActivationLayer:
                if case .rectifier(let slope, _, _) = layer.activation, slope != 0 { return 1e-7 }
                return layer.activation == .gelu ? 1e-7 : 1e-12
            case is Rescaling, is Normalization: return 1e-7
            case let layer as UpSampling2D: return layer.interpolation == .bilinear ? 1e-6 : 1e-12
            default: return 1e-12
            }
        }
        var testDescription: String { "\(layer.name) \(input) \(layer.value)" }

        static let all: [KerasLayer] = (try? KerasFixture.read("engine/layers.json", as: [KerasLayer].self)) ?? []
    }

    @Test func thereIsEachKind() {
        #expect(KerasLayer.all.count == 66)
        #expect(Set(KerasLayer.all.map(\.layer.name)).count == 17)
        let functions = Set(KerasLayer.all.compactMap { ($0.layer.value as? Activation)?.activation })
        #expect(functions == Set(ActivationFunction.allCases))
    }

    @Test(arguments: KerasLayer.all) func outputsAndGradientsAreThoseOfKeras(_ example: KerasLayer) throws {
        let layer = try #require(example.layer.value as? any ReferenceLayer)
        #expect(KerasNaming.snakeCase(example.layer.name) == example.name)
        let input = Shape(example.input)
        let output = try layer.outputShape(for: input)
        #expect(output == Shape(example.output))
        let parameters = layer.parameters(for: input)
        #expect(parameters.map(\.name) == example.weights.map(\.name))
        #expect(parameters.map(\.shape) == example.weights.map(\.shape))
        for (parameter, gradient) in zip(parameters, example.weightGradients) {
            #expect((parameter.role == .trainable) == !gradient.isEmpty)
        }

        let node = LayerNode(name: "layer", layer: example.layer, sources: [-1], inputs: [input], output: output)
        let result = layer.forward(
            LayerInput(
                values: example.inputs, samples: 2, node: node, parameters: example.weights.map(\.values), training: nil))
        let (function, width) = (layer.lastActivation, output.extents.last ?? 1)
        let outputs = function.apply(result.values, width: width)
        expectEqual("outputs", outputs, example.outputs, example.tolerance)
        let slopes = function.backward(inputs: result.values, outputs: outputs, gradient: example.slopes, width: width)
        let gradients = result.backward(slopes)
        expectEqual("gradient", gradients.inputs[0], example.gradient, example.tolerance)
        for (index, weight) in example.weights.enumerated() {
            expectEqual(weight.name, gradients.parameters[index], example.weightGradients[index], example.tolerance)
        }
    }

    private func expectEqual(_ name: String, _ found: [Double], _ expected: [Double], _ tolerance: Double) {
        let difference = EngineConformance.difference(name, found, expected, tolerance: tolerance)
        #expect(difference == nil, "\(difference ?? "")")
    }
}
