import Plan

/// `load_weights` as written; a file's path is absolute.
public struct LoadWeightsArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Where weights come from; nil only where it could not be read. The training it names is not looked up.
    @Located public var from: LoadWeightsStep.Source?
    /// How tensors find their layers.
    @Located public var by = LoadWeightsStep.Matching.order
}
