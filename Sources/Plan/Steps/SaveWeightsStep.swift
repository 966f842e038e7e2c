/// Writes a model's weights.
public struct SaveWeightsStep: StepKind {
    /// The kind's name.
    public static let kind = "save_weights"
    /// The model's name.
    public var model: String
    /// The file's path within the step's folder of the run.
    public var to: String
    /// Creates the step.
    public init(model: String, to: String) {
        self.model = model
        self.to = to
    }
}
