import Network

/// What one training step keeps in memory, in bytes: an estimate for plans, made before any engine has laid out its buffers. An engine
/// that computes fewer layers together takes more.
public struct TrainingMemory: Hashable, Sendable {
    /// Weights and statistics.
    public var parameters: Int
    /// Gradients and what the optimizer remembers, for what is trainable.
    public var optimizer: Int
    /// For a batch the input, the outputs that a backward pass reads, and the gradients of two neighbours at most.
    public var activations: Int

    /// Estimates a step on a batch, with values of four bytes.
    ///
    /// - Parameter remembered: The arrays that the optimizer remembers of each parameter; Adam's two where it is not known.
    public init(network: NetworkDefinition, batchSize: Int, frozen: Set<String> = [], remembered: Int = 2) {
        let outputs = Self.kept(network)
        let largest = outputs.max() ?? 0
        parameters = Limits.product([4, network.parameterCount])
        optimizer = Limits.product([4, remembered + 1, network.trainableCount(frozen: frozen)])
        activations = Limits.product([4, batchSize, Limits.sum([network.input.count] + outputs + [largest, largest])])
    }

    /// The values of each output of a sample that is kept: activations, normalizations and dropout work in place or on the way, and of a
    /// convolution only the maxima are kept that are pooled of it.
    private static func kept(_ network: NetworkDefinition) -> [Int] {
        var outputs: [Int] = []
        var isConvolution = false
        for node in network.layers {
            switch node.layer.value {
            case let layer as any ActivationLayer where !layer.activation.needsArgument: continue
            case is BatchNormalization, is Dropout, is Flatten, is GaussianNoise, is Reshape, is SpatialDropout2D: continue
            case is MaxPooling2D where isConvolution: outputs.removeLast()
            // What is between its two convolutions is kept too.
            case let layer as SeparableConv2D: outputs += (try? layer.depthwiseOutput(for: node.input)).map { [$0.count] } ?? []
            default: break
            }
            outputs.append(node.output.count)
            isConvolution = node.layer.value is Conv2D
        }
        return outputs
    }

    /// Everything together.
    public var total: Int { Limits.sum([parameters, optimizer, activations]) }
}
