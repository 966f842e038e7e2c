import Network

/// What one training step keeps in memory, in bytes: an estimate for `plan`, made before any engine has planned its buffers.
public struct TrainingMemory: Hashable, Sendable {
    /// Weights and statistics.
    public var parameters: Int
    /// Gradients and the optimizer's two moments, for what is trainable.
    public var optimizer: Int
    /// The input and every layer's output for a batch, and the two largest neighbours' gradients.
    public var activations: Int

    /// Estimates a step on a batch, with values of four bytes.
    public init(network: NetworkDefinition, batchSize: Int, frozen: Set<String> = []) {
        let outputs = network.layers.map(\.output.count)
        let largest = outputs.max() ?? 0
        parameters = Limits.product([4, network.parameterCount])
        optimizer = Limits.product([12, network.trainableCount(frozen: frozen)])
        activations = Limits.product([4, batchSize, Limits.sum([network.input.count] + outputs + [largest, largest])])
    }

    /// Everything together.
    public var total: Int { Limits.sum([parameters, optimizer, activations]) }
}
