import Experiment
import Network
import Plan

extension Resolver {
    /// `reinitialize`: selectors that mean layers with values.
    mutating func reinitialize(_ arguments: ReinitializeArguments, _ step: StepContext) -> (any StepKind)? {
        guard let state = state(of: arguments.$model, step), let chosen = chosen(arguments.$layers, of: state.network) else {
            return nil
        }
        if !chosen.isEmpty, chosen.allSatisfy({ state.network.layers[$0].parameters.isEmpty }) {
            report(
                "nothing-to-draw", .lint, "none of these layers of `\(arguments.model)` has values to draw",
                at: arguments.$layers.place)
        }
        return ReinitializeStep(
            model: arguments.model, selectors: arguments.layers.map(\.wrappedValue),
            layers: chosen.sorted().map { state.network.layers[$0].name }, seed: arguments.seed ?? file.seed)
    }
}
