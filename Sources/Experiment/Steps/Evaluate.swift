/// `evaluate` as written.
public struct EvaluateArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The data set's name.
    @Located public var data = ""
    /// Batches; nil is one pass.
    @Located public var steps: Int?
}
