import Experiment
import Plan

extension Resolver {
    /// `save_weights`: a built model.
    mutating func saveWeights(_ arguments: SaveWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard arguments.$to.isWritten else {
            isIncomplete = true
            return nil
        }
        let fits = checkFormat(arguments.to, at: arguments.$to.place)
        return state == nil || !fits ? nil : SaveWeightsStep(model: arguments.model, to: arguments.to)
    }
}
