import Plan

/// `predict` as written.
public struct PredictArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The data set's name.
    @Located public var data = ""
}

extension PredictArguments: Declared {
    static let declaration: Declaration<PredictArguments> = Declaration(
        kind: PredictStep.kind, keras: "keras.Model.predict", start: PredictArguments(),
        "Writes the class probabilities of every image of a data set."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field("data", \.$data, .name("the name of a data set"), required: true, "The data set's name.")
    }
}
