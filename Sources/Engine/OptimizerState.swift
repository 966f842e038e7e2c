import Network

/// What an optimizer remembers beside the parameters: all that it takes to go on with a training in another process.
public struct OptimizerState: Hashable, Sendable {
    /// The number of steps since `compile`.
    public var step: Int
    /// The rate for the next step.
    public var learningRate: Float
    /// For each entry of `network.parameters` what is remembered of it, in the order and form of the engine: the optimizer's moments
    /// (of Adam two), the moving average where there is one, and the gradients added up where batches are. Empty where nothing is: frozen parameters, statistics, and all before the first step.
    public var moments: [[Tensor]]

    /// For each entry of `network.parameters` the step before which it was not trained, where it was thawed after `compile`; empty
    /// where all began at 0.
    public var begun: [Int]

    /// Creates a state.
    public init(step: Int, learningRate: Float, moments: [[Tensor]], begun: [Int] = []) {
        self.step = step
        self.learningRate = learningRate
        self.moments = moments
        self.begun = begun
    }
}
