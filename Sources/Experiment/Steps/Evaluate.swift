import Plan

/// `evaluate` as written.
public struct EvaluateArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The data set's name.
    @Located public var data = ""
    /// Batches; nil is one pass.
    @Located public var steps: Int?
}

extension EvaluateArguments: Declared {
    static let declaration: Declaration<EvaluateArguments> = Declaration(
        kind: EvaluateStep.kind, keras: "keras.Model.evaluate", start: EvaluateArguments(),
        "Measures loss and metrics of a model on a data set."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field("data", \.$data, .name("the name of a data set"), required: true, "The data set's name.")
        Field("steps", \.$steps, .optional(.integer(1...)), "Batches; one pass where not written.")
    }
}
