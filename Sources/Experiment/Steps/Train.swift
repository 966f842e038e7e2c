import Plan

/// `train` as written.
public struct TrainArguments: StepArguments {
    private static let defaults = TrainStep(model: "", data: "")

    /// The model's name.
    @Located public var model = ""
    /// The data set trained on.
    @Located public var data = ""
    /// The data set measured at the end of each epoch.
    @Located public var validationData: String?
    /// Batches an epoch; nil is one pass.
    @Located public var stepsPerEpoch: Int?
    /// The number of epochs.
    @Located public var epochs = defaults.epochs
    /// Batches a validation; nil is one pass.
    @Located public var validationSteps: Int?
    /// In the order in which they are called.
    @Located public var callbacks: [Reference<CallbackSpec>] = []
}
