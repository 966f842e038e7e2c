import Network

/// A loss at the end of a network, the same code for every engine: the weighted mean over a batch, and its gradient.
///
/// Where the last layer's activation is the one that the loss inverts (sigmoid, softmax), the loss is computed from that activation's
/// inputs, and the engine begins its backward pass below the activation. Otherwise it is computed from the network's outputs. (Keras 3
/// on TensorFlow takes the inputs of a softmax for those of a sigmoid where binary cross-entropy follows a softmax; that is not followed.)
public struct LossHead: Sendable {
    /// Whether `compute` takes, and differentiates by, the inputs of the last layer's activation instead of its outputs.
    public let takesLogits: Bool
    /// The number of outputs of one sample.
    public let width: Int
    /// The number of target values of one sample.
    public let targetWidth: Int

    private let kernel: any LossKernel
    private let form: LossForm
    private let countsOnlyWeighted: Bool

    /// Looks at how a network ends.
    ///
    /// - Throws: ``EngineError/unsupported(layer:reason:)`` where the loss has no meaning for the network's output.
    public init(_ loss: any Loss, network: NetworkDefinition, semantics: Semantics) throws(EngineError) {
        let last = network.layers.last
        let name = last?.name ?? "input"
        guard let kernel = loss as? any LossKernel else {
            throw .unsupported(layer: name, reason: "the loss \(type(of: loss).kind) has no kernel")
        }
        let output = network.output
        guard output.rank == 1, output.count > 0, let encoding = loss.targetEncoding(outputWidth: output.count) else {
            throw .unsupported(
                layer: name,
                reason: "\(type(of: loss).kind) does not fit outputs of the shape \(output); end the network with Dense")
        }
        self.kernel = kernel
        width = output.count
        targetWidth = encoding.width(outputWidth: output.count)
        let activation = type(of: kernel).logitActivation
        takesLogits = activation != nil && last?.layer.value.lastActivation == activation
        if takesLogits {
            form = semantics.crossentropyClipping == .probabilities ? .clippedLogits : .logits
        } else if loss.fromLogits {
            form = .logits
        } else {
            form = .outputs(epsilon: semantics.crossentropyEpsilon == .added ? ClippedProbability.low : 0)
        }
        // Keras 2.2.4 divides by the number of samples with a weight other than 0 (`training_utils.weighted_masked_objective`), all
        // others by the number of samples (`sum_over_batch_size`). They differ only for a class weight of 0.
        countsOnlyWeighted = semantics.weightedMean == .weighted
    }

    /// The weighted mean loss of a batch, and its gradient.
    ///
    /// - Parameters:
    ///   - values: Logits or outputs, as ``takesLogits`` says; row-major (rows, width).
    ///   - targets: Row-major (rows, ``targetWidth``).
    ///   - weights: One a row; nil weighs all alike.
    /// - Returns: The loss, and the derivative of the loss by each of `values`.
    /// - Throws: ``EngineError/mismatch(_:)`` where the numbers of values differ.
    public func compute(
        _ values: [Double], targets: [Float], weights: [Float]?
    ) throws(EngineError) -> (loss: Double, gradient: [Double]) {
        let rows = values.count / width
        guard rows > 0, values.count == rows * width, targets.count == rows * targetWidth, (weights?.count ?? rows) == rows else {
            throw .mismatch(
                "a loss over \(width) outputs was given \(values.count) values, \(targets.count) targets and "
                    + "\(weights.map { String($0.count) } ?? "no") weights")
        }
        let divisor = Double(countsOnlyWeighted ? max(weights?.count { $0 != 0 } ?? rows, 1) : rows)
        var gradient = [Double](repeating: 0, count: values.count)
        var loss = 0.0
        for row in 0..<rows {
            let range = row * width..<(row + 1) * width
            let share = Double(weights?[row] ?? 1) / divisor
            let wanted = try self.targets(of: row, in: targets).map { kernel.smoothed($0, outputs: width) }
            loss += share * kernel.row(values[range], targets: wanted, form: form, gradient: &gradient[range])
            for index in range { gradient[index] *= share }
        }
        return (loss, gradient)
    }

    /// A sample's targets, one for each output: those that are there, or a one at the place of the class number.
    private func targets(of row: Int, in targets: [Float]) throws(EngineError) -> [Double] {
        guard targetWidth != width else { return targets[row * width..<(row + 1) * width].map { Double($0) } }
        guard let label = Int(exactly: targets[row]), (0..<width).contains(label) else {
            throw .mismatch("a sample's class number is \(targets[row]), and there are \(width) outputs")
        }
        var result = [Double](repeating: 0, count: width)
        result[label] = 1
        return result
    }
}

extension Layer {
    /// The activation with which the layer ends; linear where it has none.
    public var lastActivation: ActivationFunction { (self as? any ActivatedLayer)?.activation ?? .linear }
}
