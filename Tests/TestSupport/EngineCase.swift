import Engine
import Network
import Randomness
import Testing

/// A small network with what it takes to train it, on which every engine must agree with the reference.
public struct EngineCase: Sendable, CustomTestStringConvertible {
    /// What is special about it.
    public var name: String
    /// Height, width, channels.
    public var input: [Int]
    /// Layers in order; their names are `layer_0`, `layer_1` and so on.
    public var layers: [any Layer]
    /// What layers read that do not simply read the one before them, by their indices; -1 is the network's input.
    public var reads: [Int: [Int]]
    /// The loss.
    public var loss: any Loss
    /// The indices of frozen layers.
    public var frozen: Set<Int>
    /// Which Keras.
    public var semantics: Semantics
    /// The sizes of successive batches.
    public var batches: [Int]
    /// Whether samples have weights, among them zeros.
    public var weighted: Bool
    /// The optimizer. Its epsilon is large where a gradient is zero but for rounding (a bias before batch normalization): Adam would
    /// blow that rounding up to whole steps.
    public var optimizer: Adam

    /// Creates a case.
    public init(
        _ name: String, input: [Int], _ layers: [any Layer], reads: [Int: [Int]] = [:], loss: any Loss = BinaryCrossentropy(),
        frozen: Set<Int> = [],
        semantics: Semantics.Profile = .keras3, batches: [Int] = [4, 4, 3], weighted: Bool = false,
        optimizer: Adam = Adam(learningRate: 0.01, epsilon: 1e-3)
    ) {
        self.name = name
        self.input = input
        self.layers = layers
        self.reads = reads
        self.loss = loss
        self.frozen = frozen
        self.semantics = Semantics(semantics)
        self.batches = batches
        self.weighted = weighted
        self.optimizer = optimizer
    }

    /// The name and the semantics.
    public var testDescription: String { "\(name), \(semantics.profile.rawValue)" }

    /// The case under the other Keras.
    public func under(_ profile: Semantics.Profile) -> EngineCase {
        var other = self
        other.semantics = Semantics(profile)
        return other
    }

    /// The layers with their shapes.
    public func network() throws -> NetworkDefinition {
        let entries = layers.enumerated().compactMap { index, layer in
            OneOf<LayerFamily>(layer).map { layer in
                NetworkDefinition.Entry(
                    name: "layer_\(index)", layer: layer,
                    inputs: reads[index].map { $0.map { $0 < 0 ? NetworkDefinition.inputName : "layer_\($0)" } })
            }
        }
        return try NetworkDefinition(input: Shape(input), layers: entries)
    }

    /// What a session is compiled for.
    public var compilation: Compilation {
        Compilation(loss: loss, optimizer: optimizer, frozen: Set(frozen.map { "layer_\($0)" }))
    }

    /// A batch of inputs in -1 to 1 and random targets, always the same for a number.
    public func batch(_ number: Int, count: Int, of network: NetworkDefinition) -> EngineBatch {
        let key = RandomKey(seed: 7).with(name).with(number)
        let width = network.output.count
        let inputs = key.with("inputs").floats(count * network.input.count, from: -1, to: 1)
        var targets = [Float](repeating: 0, count: count * width)
        for row in 0..<count {
            if width == 1 {
                targets[row] = Float(key.with("targets").below(2, UInt64(row)))
            } else {
                targets[row * width + key.with("targets").below(width, UInt64(row))] = 1
            }
        }
        let choices: [Float] = [0.5, 1, 2.5, 0]
        let weights = weighted ? (0..<count).map { choices[$0 % choices.count] } : nil
        return EngineBatch(count: count, inputs: inputs, targets: targets, weights: weights)
    }

    /// Parameters that no layer begins with: biases that are not zero, statistics that are not 0 and 1.
    public func parameters(of network: NetworkDefinition) -> [Tensor] {
        let key = RandomKey(seed: 11).with(name)
        return network.parameters.enumerated().map { index, entry in
            var tensor = InitialValues.draw(entry.parameter, key: key.with(index))
            switch entry.parameter.name {
            case "gamma": tensor.values = key.with(index).floats(entry.parameter.count, from: -0.7, to: 1.5)
            case "moving_variance": tensor.values = key.with(index).floats(entry.parameter.count, from: 0.5, to: 1.5)
            case "kernel", "depthwise_kernel", "pointwise_kernel": break
            default: tensor.values = key.with(index).floats(entry.parameter.count, from: -0.3, to: 0.3)
            }
            return tensor
        }
    }
}

extension RandomKey {
    /// The first `count` draws as floats in `low` to `high`.
    public func floats(_ count: Int, from low: Double, to high: Double) -> [Float] {
        (0..<count).map { Float(low + (high - low) * uniform(UInt64($0))) }
    }
}
