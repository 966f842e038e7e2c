import Experiment
import Plan

extension Resolver {
    /// `evaluate`: a compiled model and data that fit it.
    mutating func evaluate(_ arguments: EvaluateArguments, _ step: StepContext) -> (any StepKind)? {
        let state = compiledState(of: arguments.$model, step)
        let data = dataset(arguments.$data)
        checkSteps(arguments.$steps, "steps")
        guard let state, let data else { return nil }
        lintSteps(arguments.$steps, data, step)
        checkFit(data, state, at: arguments.$data.place, model: arguments.model)
        products[step.id] = StepProduct(metrics: ["loss"] + (state.compiled?.metrics.names ?? []))
        return EvaluateStep(model: arguments.model, data: arguments.data, steps: arguments.steps)
    }

    /// The state of a model that must have been compiled.
    mutating func compiledState(of model: Located<String>, _ step: StepContext) -> ModelState? {
        guard let state = state(of: model, step) else { return nil }
        guard state.compiled != nil else {
            guard !file.lost.contains("steps"), !hasLostCompile, isNew("\(model.wrappedValue) is not compiled") else {
                isIncomplete = true
                return nil
            }
            report(
                "not-compiled", "`\(model.wrappedValue)` has not been compiled before this step", at: step.spec.$kind.place,
                help: [
                    "put a step before this one: - compile: {model: \(model.wrappedValue), loss: binary_crossentropy, "
                        + "optimizer: adam, metrics: [accuracy]}"
                ])
            return nil
        }
        return state
    }
}
