import Network

/// Trains a model (`fit`, `fit_generator`).
public struct TrainStep: StepKind {
    /// The kind's name.
    public static let kind = "train"
    /// The model's name.
    public var model: String
    /// The data set trained on.
    public var data: String
    /// The data set measured at the end of each epoch.
    public var validationData: String?
    /// Batches an epoch; nil is one pass.
    public var stepsPerEpoch: Int?
    /// The number of epochs.
    public var epochs: Int
    /// Batches a validation; nil is one pass.
    public var validationSteps: Int?
    /// In the order in which they are called.
    public var callbacks: [OneOf<CallbackFamily>]
    /// Layers that become trainable under way, in the order of their epochs; nil where none do.
    public var thaw: [Thaw]?
    /// Creates the step.
    public init(
        model: String, data: String, validationData: String? = nil, stepsPerEpoch: Int? = nil, epochs: Int = 1,
        validationSteps: Int? = nil, callbacks: [OneOf<CallbackFamily>] = [], thaw: [Thaw]? = nil
    ) {
        self.model = model
        self.data = data
        self.validationData = validationData
        self.stepsPerEpoch = stepsPerEpoch
        self.epochs = epochs
        self.validationSteps = validationSteps
        self.callbacks = callbacks
        self.thaw = thaw
    }
    /// Those of some frozen layers that stay frozen to the end, whatever epoch it comes to.
    public func staysFrozen(of frozen: [String]) -> [String] {
        let thawed = Set((thaw ?? []).flatMap(\.layers))
        return frozen.filter { !thawed.contains($0) }
    }
    /// What it reads.
    public var datasets: [String] { [data] + (validationData.map { [$0] } ?? []) }
}
