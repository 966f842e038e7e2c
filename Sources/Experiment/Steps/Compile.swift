import Plan

/// `compile` as written.
public struct CompileArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// What training makes small; nil only where it could not be read.
    @Located public var loss: LossSpec?
    /// How; nil only where it could not be read.
    @Located public var optimizer: OptimizerSpec?
    /// The rates of layers that do not learn at the optimizer's, by selectors.
    @Located public var learningRates: [Named<Double>] = []
    /// What is reported beside the loss.
    @Located public var metrics: [MetricSpec] = []
}

extension CompileArguments: Declared {
    static let declaration: Declaration<CompileArguments> = Declaration(
        kind: CompileStep.kind, keras: "keras.Model.compile", start: CompileArguments(),
        "Gives a model its loss, a fresh optimizer and metrics; freezing takes effect here."
    ) {
        Field("model", \.$model, .name("the name of a model"), required: true, "The model's name.")
        Field("loss", \.$loss, .some(Kinds.losses.type), required: true, "What training makes small.")
        Field("optimizer", \.$optimizer, .some(Kinds.optimizers.type), required: true, "How it is made small.")
        Field(
            "learning_rates", \.$learningRates, .table(of: .number(.atLeast(0)), noun: "learning rates by selectors of layers"),
            examples: [["backbone/*": "1e-5"]],
            "The rates of some layers, by selectors; the last one that means a layer counts. Schedules and callbacks change them as they "
                + "change the optimizer's.")
        Field("metrics", \.$metrics, .list(of: .metric), examples: [["accuracy"]], "What is reported beside the loss.")
    }
}
