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
