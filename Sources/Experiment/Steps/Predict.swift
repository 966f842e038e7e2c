/// `predict` as written.
public struct PredictArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The data set's name.
    @Located public var data = ""
}
