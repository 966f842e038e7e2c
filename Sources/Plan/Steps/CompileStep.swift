import Network

/// Gives a model its loss, a fresh optimizer and metrics; what is trainable takes effect here, as in Keras.
public struct CompileStep: StepKind {
    /// The kind's name.
    public static let kind = "compile"
    /// The model's name.
    public var model: String
    /// What training makes small.
    public var loss: OneOf<LossFamily>
    /// How.
    public var optimizer: OneOf<OptimizerFamily>
    /// What is reported beside the loss.
    public var metrics: [MetricPlan]
    /// The names of the layers that are frozen from here on.
    public var frozen: [String]
    /// Creates the step.
    public init(
        model: String, loss: OneOf<LossFamily>, optimizer: OneOf<OptimizerFamily>, metrics: [MetricPlan], frozen: [String] = []
    ) {
        self.model = model
        self.loss = loss
        self.optimizer = optimizer
        self.metrics = metrics
        self.frozen = frozen
    }
}
