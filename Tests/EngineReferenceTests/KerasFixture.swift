import Engine
import Foundation
import Network
import TestSupport
import Testing

/// What Keras computed for one small network; see `Tests/Fixtures/engine/make_engine.py`.
struct KerasFixture: Decodable, Sendable, CustomStringConvertible {
    var name: String
    var input: [Int]
    var layers: [OneOf<LayerFamily>]
    var loss: String
    var frozen: [Int]
    var optimizer: Adam
    var count: Int
    var inputs: [Float]
    var targets: [Float]
    var weights: [Float]?
    var parameters: [[Float]]
    var outputs: [Double]
    var evaluatedLoss: Double
    var trainingOutputs: [Double]
    var trainingLoss: Double
    var gradients: [[Double]]
    var afterThreeSteps: [[Double]]?

    var description: String { name }

    /// Every case of Keras 3.15; a file that cannot be read gives none, and a test asks for more.
    static let keras3: [KerasFixture] = ["keras3", "keras3_convolutions"].flatMap {
        (try? read("engine/\($0).json", as: [KerasFixture].self)) ?? []
    }

    static func read<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: Fixtures.url(path)))
    }

    func network() throws -> NetworkDefinition {
        try NetworkDefinition(input: Shape(input), layers: layers.enumerated().map { ("layer_\($0)", $1) })
    }

    var batch: EngineBatch { EngineBatch(count: count, inputs: inputs, targets: targets, weights: weights) }

    var compilation: Compilation {
        let loss: any Loss = loss == "BinaryCrossentropy" ? BinaryCrossentropy() : CategoricalCrossentropy()
        return Compilation(loss: loss, optimizer: optimizer, frozen: Set(frozen.map { "layer_\($0)" }))
    }

    /// The initial parameters with their shapes.
    func tensors(of network: NetworkDefinition) throws -> [Tensor] {
        try zip(network.parameters, parameters).map { entry, values in
            try #require(Tensor(shape: entry.parameter.shape, values: values))
        }
    }
}
