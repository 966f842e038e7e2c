import Engine
import EngineOneDNN
import Network
import Randomness
import Testing

/// The network of the notebook that this project began with: blocks of convolution, pooling and normalization, dense layers.
enum NotebookNetwork {
    static func definition(size: Int = 150, filters: [Int] = [64, 128, 256, 256]) throws -> NetworkDefinition {
        var layers: [any Layer] = []
        for filters in filters {
            layers += [Conv2D(filters: filters, kernelSize: [3, 3]), Activation(.relu), MaxPooling2D(), BatchNormalization()]
        }
        layers += [
            Flatten(), Dense(units: 128, activation: .relu), Dropout(rate: 0.5), Dense(units: 64, activation: .relu),
            Dropout(rate: 0.5), Dense(units: 2, activation: .sigmoid),
        ]
        return try NetworkDefinition(
            input: Shape([size, size, 3]),
            layers: layers.enumerated().map { index, layer in
                ("layer_\(index)", try #require(OneOf<LayerFamily>(layer)))
            })
    }

    /// A batch of noise.
    static func batch(_ network: NetworkDefinition, count: Int, seed: UInt64 = 1) -> EngineBatch {
        let key = RandomKey(seed: seed)
        let inputs = (0..<count * network.input.count).map { Float(key.uniform(UInt64($0))) }
        let targets = (0..<count).flatMap { (sample: Int) -> [Float] in sample % 2 == 0 ? [1, 0] : [0, 1] }
        return EngineBatch(count: count, inputs: inputs, targets: targets)
    }

    static func session(
        _ network: NetworkDefinition, threads: Int, frozen: Set<String> = [], semantics: Semantics = Semantics(.keras3),
        isFast: Bool = false
    ) throws -> OneDNNSession {
        let engine: any Engine = isFast ? FastEngine(threads: threads) : OneDNNEngine(threads: threads)
        let session = try engine.makeSession(network: network, semantics: semantics, key: RandomKey(seed: 5))
        try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: frozen))
        return try #require(session as? OneDNNSession)
    }
}
