import Engine
import Foundation
import Network
import Randomness

/// 20 training steps of a small network as Keras takes them: `Tests/Fixtures/engine/training_steps.json`.
public struct TrainingSteps: Decodable, Sendable, CustomStringConvertible {
    /// What is particular about it.
    public var name: String
    /// `residual` or `depthwise`.
    public var network: String
    /// What is made small.
    public var loss: OneOf<LossFamily>
    /// How.
    public var optimizer: OneOf<OptimizerFamily>
    var width: Int
    var activation: ActivationFunction
    var weighted: Bool
    var frozen: [String]
    var regularizers: [String: OneOf<RegularizerFamily>]
    /// The loss of each step.
    public var losses: [Double]
    /// For each parameter after the last step the sum of its values, and that of their sizes.
    public var sums: [String: [Double]]

    /// Network and name.
    public var description: String { "\(network) \(name)" }

    private static let batch = 6
    private static let input = Shape([9, 9, 2])

    /// All of them; none where the file cannot be read, which ``load()`` says.
    public static let all: [TrainingSteps] = (try? load()) ?? []

    /// Reads the file.
    public static func load() throws -> [TrainingSteps] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([TrainingSteps].self, from: Data(contentsOf: Fixtures.url("engine/training_steps.json")))
    }

    /// The network, with its regularizers.
    public func definition() throws -> NetworkDefinition {
        typealias Entry = NetworkDefinition.Entry
        func entry(_ name: String, _ layer: any Layer, _ inputs: [String]? = nil) throws -> Entry {
            guard let layer = OneOf<LayerFamily>(layer) else { throw EngineError.library("\(name) is no layer") }
            return Entry(name: name, layer: layer, inputs: inputs)
        }
        func convolution(_ name: String, _ filters: Int, _ size: Int, _ stride: Int) throws -> Entry {
            var layer = Conv2D(
                filters: filters, kernelSize: [size, size], strides: [stride, stride], padding: .same, useBias: false)
            layer.kernelRegularizer = regularizers["\(name)/kernel"]
            return try entry(name, layer)
        }
        func normalization(_ name: String) throws -> Entry {
            var layer = BatchNormalization()
            layer.gammaRegularizer = regularizers["\(name)_bn/gamma"]
            layer.betaRegularizer = regularizers["\(name)_bn/beta"]
            return try entry("\(name)_bn", layer)
        }
        let isResidual = network == "residual"
        var layers = [
            try convolution("stem", 6, 3, isResidual ? 1 : 2), try normalization("stem"),
            try isResidual ? entry("stem_tanh", Activation(.tanh)) : entry("stem_relu", Activation(.relu)),
        ]
        if isResidual {
            layers += [
                try convolution("a", 6, 3, 1), try normalization("a"), try entry("a_tanh", Activation(.tanh)),
                try convolution("b", 6, 3, 1), try normalization("b"), try entry("add", Add(), ["stem_tanh", "b_bn"]),
                try entry("out_tanh", Activation(.tanh)),
                try entry("pool", AveragePooling2D(poolSize: [3, 3], strides: [3, 3])),
            ]
        } else {
            let kernels = DepthwiseConv2D(kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false)
            layers += [
                try entry("dw", kernels), try normalization("dw"), try entry("dw_relu", Activation(.relu)),
                try convolution("pw", 8, 1, 1), try normalization("pw"), try entry("pw_relu", Activation(.relu)),
            ]
        }
        var dense = Dense(units: width, activation: activation)
        dense.kernelRegularizer = regularizers["dense/kernel"]
        dense.biasRegularizer = regularizers["dense/bias"]
        layers += [try entry("flatten", Flatten()), try entry("dense", dense)]
        return try NetworkDefinition(input: Self.input, layers: layers)
    }

    /// A session with the weights that Keras began with, compiled.
    public func session(_ engine: any Engine) throws -> any EngineSession {
        let network = try definition()
        let session = try engine.makeSession(network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 5))
        try session.setParameters(
            network.parameters.map { name, _, parameter in
                let (low, high) =
                    switch parameter.name {
                    case "gamma", "moving_variance": (0.5, 1.5)
                    case "kernel": (-0.4, 0.4)
                    default: (-0.2, 0.2)
                    }
                var tensor = Tensor(shape: parameter.shape, repeating: 0)
                tensor.values = Self.draws(RandomKey(seed: 11).with(name), parameter.count, low, high)
                return tensor
            })
        let excluded = optimizer.value.rules.excludeFromWeightDecay
        try session.compile(
            Compilation(
                loss: loss.value, optimizer: optimizer.value, frozen: Set(frozen),
                undecayed: Set(network.parameters.filter { excluded.contains($0.parameter.name) }.map(\.name))))
        return session
    }

    /// The batch of a step.
    public func batch(_ step: Int) -> EngineBatch {
        let key = RandomKey(seed: 11).with("batch").with(step)
        let labels = (0..<Self.batch).map { Int(key.with("labels").uniform(UInt64($0)) * Double(max(width, 2))) }
        let size = Self.input.count
        var images = Self.draws(key.with("images"), Self.batch * size, 0, 0.75)
        for index in images.indices { images[index] += Float(labels[index / size]) / 4 }
        let targets: [Float] =
            loss.value.targetEncoding(outputWidth: width) == .oneHot
            ? labels.flatMap { label in (0..<width).map { $0 == label ? 1 : 0 } } : labels.map { Float($0) }
        return EngineBatch(
            count: Self.batch, inputs: images, targets: targets,
            weights: weighted ? Self.draws(key.with("weights"), Self.batch, 0, 2) : nil)
    }

    /// What an engine's steps differ by from Keras's, a sentence each.
    ///
    /// - Parameter tolerance: The largest relative difference of losses, and of parameters' sums by the sum of sizes.
    public func differences(_ engine: any Engine, tolerance: Double) throws -> [String] {
        let session = try session(engine)
        var result: [String] = []
        for (step, expected) in losses.enumerated() {
            let found = try session.trainStep(batch(step)).loss
            if !(abs(found - expected) <= tolerance * abs(expected)) {
                result.append("step \(step + 1): the loss is \(found), and Keras has \(expected)")
            }
        }
        try session.finishTraining()
        for (entry, tensor) in zip(session.network.parameters, try session.parameters()) {
            let values = tensor.values.map { Double($0) }
            let found = [values.reduce(0, +), values.reduce(0) { $0 + abs($1) }]
            guard let expected = sums[entry.name], expected.count == 2 else {
                result.append("Keras has no \(entry.name)")
                continue
            }
            for (a, b) in zip(found, expected) where !(abs(a - b) <= tolerance * expected[1]) {
                result.append("\(entry.name) adds up to \(found), and Keras's to \(expected)")
            }
        }
        return result
    }

    private static func draws(_ key: RandomKey, _ count: Int, _ low: Double, _ high: Double) -> [Float] {
        (0..<count).map { Float(low + (high - low) * key.uniform(UInt64($0))) }
    }
}
