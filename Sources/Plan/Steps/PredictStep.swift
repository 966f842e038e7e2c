/// Writes the class probabilities of every image of a data set, in index order.
public struct PredictStep: StepKind {
    /// The kind's name.
    public static let kind = "predict"
    /// The model's name.
    public var model: String
    /// The data set's name.
    public var data: String
    /// Creates the step.
    public init(model: String, data: String) {
        self.model = model
        self.data = data
    }
    /// What it reads.
    public var datasets: [String] { [data] }
}
