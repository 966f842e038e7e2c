/// `save_weights` as written.
public struct SaveWeightsArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// The name of the file in the step's folder of the run.
    @Located public var to = ""
}
