import Experiment
import Plan

extension Resolver {
    /// `predict`: a built model and data that fit its input.
    mutating func predict(_ arguments: PredictArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        let data = dataset(arguments.$data)
        guard let state, let data else { return nil }
        checkFit(data, state, at: arguments.$data.place, model: arguments.model)
        return PredictStep(model: arguments.model, data: arguments.data)
    }
}
