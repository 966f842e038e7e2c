/// Measures loss and metrics of a model on a data set (`evaluate`, `evaluate_generator`).
public struct EvaluateStep: StepKind {
    /// The kind's name.
    public static let kind = "evaluate"
    /// The model's name.
    public var model: String
    /// The data set's name.
    public var data: String
    /// Batches; nil is one pass.
    public var steps: Int?
    /// Creates the step.
    public init(model: String, data: String, steps: Int? = nil) {
        self.model = model
        self.data = data
        self.steps = steps
    }
    /// What it reads.
    public var datasets: [String] { [data] }
}
