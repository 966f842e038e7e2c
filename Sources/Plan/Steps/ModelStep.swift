/// A step that does something with a model.
public protocol ModelStep: StepKind {
    /// The model's name.
    var model: String { get }
}

extension BuildStep: ModelStep {}
extension CompileStep: ModelStep {}
extension EvaluateStep: ModelStep {}
extension FreezeStep: ModelStep {}
extension LoadWeightsStep: ModelStep {}
extension PredictStep: ModelStep {}
extension ReinitializeStep: ModelStep {}
extension SaveWeightsStep: ModelStep {}
extension TrainStep: ModelStep {}
extension UnfreezeStep: ModelStep {}
