import Plan

/// `compile` as written.
public struct CompileArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// What training makes small; nil only where it could not be read.
    @Located public var loss: LossSpec?
    /// How; nil only where it could not be read.
    @Located public var optimizer: OptimizerSpec?
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
        Field("metrics", \.$metrics, .list(of: .metric), examples: [["accuracy"]], "What is reported beside the loss.")
    }
}
