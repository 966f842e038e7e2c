/// Marks layers as trainable again, from the next compile on.
public struct UnfreezeStep: StepKind {
    /// The kind's name.
    public static let kind = "unfreeze"
    /// The model's name.
    public var model: String
    /// The selectors as they were written, for people: `conv*`.
    public var selectors: [String]
    /// The names of the layers that they stand for, in the network's order.
    public var layers: [String]
    /// Creates the step.
    public init(model: String, selectors: [String] = [], layers: [String]) {
        self.model = model
        self.selectors = selectors
        self.layers = layers
    }
}
