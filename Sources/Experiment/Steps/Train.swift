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
    /// Layers that become trainable under way.
    @Located public var thaw: [ThawSpec] = []
}

extension TrainArguments: Declared {
    static let declaration: Declaration<TrainArguments> = Declaration(
        kind: TrainStep.kind, keras: "keras.Model.fit",
        absent: CallbackHints.absent.merging(
            ["validation_split": "images that validate are a data set of their own: name it in `validation_data`"],
            uniquingKeysWith: { first, _ in first }), start: TrainArguments(), "Trains a model on a data set."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field("data", \.$data, .name("the name of a data set"), required: true, "The data set trained on.")
        Field(
            "validation_data", \.$validationData, .optional(.name("the name of a data set")),
            "The data set measured at the end of each epoch.")
        Field(
            "steps_per_epoch", \.$stepsPerEpoch, .optional(.integer(1...)), "Batches an epoch; one pass where not written.")
        Field("epochs", \.$epochs, .integer(1...1_000_000), "The number of epochs.")
        Field(
            "validation_steps", \.$validationSteps, .optional(.integer(1...)),
            "Batches a validation; one pass where not written.")
        Field(
            "callbacks", \.$callbacks, .references(to: Kinds.callbacks),
            "Callbacks, or names of lists of them, in the order in which they are called.")
        Field(
            "thaw", \.$thaw,
            .list(of: .mapping({ ThawSpec.declaration }, name: "thaw", noun: "a thaw: {epoch: …, layers: …}")),
            "Layers that become trainable under way, each from an epoch on; what the optimizer remembers of the others is kept.")
    }
}
