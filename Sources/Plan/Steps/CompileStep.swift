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
    /// The layers that do not learn at the optimizer's rate; nil where all do.
    public var learningRates: [LayerRates]?
    /// The names of the parameters that weight decay leaves alone; nil where it leaves none.
    public var undecayed: [String]?
    /// Creates the step.
    public init(
        model: String, loss: OneOf<LossFamily>, optimizer: OneOf<OptimizerFamily>, metrics: [MetricPlan], frozen: [String] = [],
        learningRates: [LayerRates]? = nil, undecayed: [String]? = nil
    ) {
        self.model = model
        self.loss = loss
        self.optimizer = optimizer
        self.metrics = metrics
        self.frozen = frozen
        self.learningRates = learningRates
        self.undecayed = undecayed
    }
}

/// Layers with a learning rate of their own.
public struct LayerRates: Codable, Hashable, Sendable {
    /// The selector as it was written, for people: `backbone/*`.
    public var selector: String
    /// Their rate where the optimizer's is the one that it starts with; both change alike.
    public var rate: Double
    /// The names of the layers, in the network's order; without those that a later selector means too.
    public var layers: [String]
    /// Creates the entry.
    public init(selector: String, rate: Double, layers: [String]) {
        self.selector = selector
        self.rate = rate
        self.layers = layers
    }
}
