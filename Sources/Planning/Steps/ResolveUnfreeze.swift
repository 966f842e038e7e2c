import Experiment
import Network
import Plan

extension Resolver {
    /// `unfreeze`: selectors that mean layers; trainable from the next compile on.
    mutating func unfreeze(_ arguments: UnfreezeArguments, _ step: StepContext) -> (any StepKind)? {
        guard var state = state(of: arguments.$model, step), let chosen = chosen(arguments.$layers, of: state.network) else {
            return nil
        }
        let thawed = state.frozen.intersection(chosen)
        if thawed.isEmpty, !chosen.isEmpty {
            report(
                "nothing-to-thaw", .lint, "none of these layers of `\(arguments.model)` is frozen here",
                at: arguments.$layers.place,
                help: ["leave the step out, or put it after the freeze"])
        }
        lintThawedNormalization(thawed, state, at: arguments.$layers.place)
        state.frozen.subtract(chosen)
        state.pendingFreeze = step.spec.$kind
        states[arguments.model] = state
        return UnfreezeStep(
            model: arguments.model, selectors: arguments.layers.map(\.wrappedValue),
            layers: chosen.sorted().map { state.network.layers[$0].name })
    }
}
