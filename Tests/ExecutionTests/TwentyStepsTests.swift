import Engine
import EngineOneDNN
import EngineReference
import Foundation
import Network
import Randomness
import TestSupport
import Testing

/// From the same weights, batches and dropout masks the losses are Keras's, step by step; see `Tests/Fixtures/engine/make_twenty_steps.py`.
@Suite struct TwentyStepsTests {
    private struct Losses: Decodable {
        var trained: [Double]
        var frozen: [Double]
    }

    private static let batch = 8

    private static func network() throws -> NetworkDefinition {
        var layers: [(String, any Layer)] = []
        for (index, filters) in [4, 6].enumerated() {
            let end = index == 0 ? "" : "_\(index)"
            layers += [
                ("conv2d" + end, Conv2D(filters: filters, kernelSize: [3, 3])), ("activation" + end, Activation(.relu)),
                ("max_pooling2d" + end, MaxPooling2D()), ("batch_normalization" + end, BatchNormalization()),
            ]
        }
        layers += [
            ("flatten", Flatten()), ("dense", Dense(units: 8, activation: .relu)), ("dropout", Dropout(rate: 0.2)),
            ("dense_1", Dense(units: 6, activation: .relu)), ("dropout_1", Dropout(rate: 0.2)),
            ("dense_2", Dense(units: 2, activation: .sigmoid)),
        ]
        return try NetworkDefinition(
            input: Shape([22, 22, 3]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
    }

    private static func draws(_ key: RandomKey, _ count: Int, _ low: Double, _ high: Double) -> [Float] {
        (0..<count).map { Float(low + (high - low) * key.uniform(UInt64($0))) }
    }

    private static func weights(_ network: NetworkDefinition) throws -> [Tensor] {
        try network.parameters.map { name, _, parameter in
            let (low, high) =
                switch parameter.name {
                case "gamma", "moving_variance": (0.5, 1.5)
                case "kernel": (-0.4, 0.4)
                default: (-0.2, 0.2)
                }
            let values = draws(RandomKey(seed: 11).with(name), parameter.count, low, high)
            return try #require(Tensor(shape: parameter.shape, values: values))
        }
    }

    private static func batch(_ step: Int, of network: NetworkDefinition) -> EngineBatch {
        let key = RandomKey(seed: 11).with("batch").with(step)
        let labels = (0..<batch).map { key.with("labels").uniform(UInt64($0)) < 0.5 ? 1 : 0 }
        var images = draws(key.with("images"), batch * network.input.count, 0, 0.75)
        for index in images.indices { images[index] += Float(labels[index / network.input.count]) / 4 }
        return EngineBatch(count: batch, inputs: images, targets: labels.flatMap { $0 == 0 ? [1, 0] : [0, 1] })
    }

    @Test(arguments: TransferTests.engines, [false, true]) func lossesAreThoseOfKeras(_ engine: any Engine, _ frozen: Bool) throws
    {
        let losses = try JSONDecoder().decode(
            Losses.self, from: Data(contentsOf: Fixtures.url("engine/twenty_steps.json")))
        let network = try Self.network()
        let session = try engine.makeSession(network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 5))
        try session.setParameters(try Self.weights(network))
        try session.compile(
            Compilation(
                loss: BinaryCrossentropy(), optimizer: Adam(),
                frozen: Set(frozen ? network.layers.prefix(9).map(\.name) : [])))
        let expected = frozen ? losses.frozen : losses.trained
        #expect(expected.count == 20)
        for (step, loss) in expected.enumerated() {
            let found = try session.trainStep(Self.batch(step, of: network)).loss
            #expect(abs(found - loss) <= 1e-4 * loss, "step \(step + 1): \(found), and Keras has \(loss)")
        }
    }
}
