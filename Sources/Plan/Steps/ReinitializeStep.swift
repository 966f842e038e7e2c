/// Draws the values of layers anew, as a build would: kernels from their initializers, statistics at their beginning.
public struct ReinitializeStep: StepKind {
    /// The kind's name.
    public static let kind = "reinitialize"
    /// The model's name.
    public var model: String
    /// The selectors as they were written, for people: `[-1]`.
    public var selectors: [String]
    /// The names of the layers that they stand for, in the network's order.
    public var layers: [String]
    /// The seed of the draws; the plan's own where the step has none.
    public var seed: Int
    /// Creates the step.
    public init(model: String, selectors: [String] = [], layers: [String], seed: Int) {
        self.model = model
        self.selectors = selectors
        self.layers = layers
        self.seed = seed
    }
}
