/// Marks layers as not trainable, from the next compile on.
public struct FreezeStep: StepKind {
    /// The kind's name.
    public static let kind = "freeze"
    /// The model's name.
    public var model: String
    /// The names of the layers that the selector stands for.
    public var layers: [String]
    /// Creates the step.
    public init(model: String, layers: [String]) {
        self.model = model
        self.layers = layers
    }
}
