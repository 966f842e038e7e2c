import Experiment
import Network
import Plan

extension Resolver {
    /// `thaw` of a training: selectors that mean layers, in the order of their epochs. Whatever comes after the training finds them
    /// thawed, also where the training ends before.
    mutating func thaw(_ arguments: TrainArguments, _ step: StepContext) -> [Thaw]? {
        guard !arguments.thaw.isEmpty, var state = states[arguments.model] ?? nil else { return nil }
        var frozen = Set(state.compiled?.frozen ?? [])
        var result: [Thaw] = []
        for spec in arguments.thaw.enumerated().sorted(by: { ($0.1.epoch, $0.0) < ($1.1.epoch, $1.0) }).map(\.element) {
            guard let chosen = chosen(spec.$layers, of: state.network) else { continue }
            let names = chosen.sorted().map { state.network.layers[$0].name }
            let thawed = chosen.filter { frozen.contains(state.network.layers[$0].name) }
            lint(spec, thaws: thawed, of: chosen, state, arguments, step)
            frozen.subtract(names)
            state.frozen.subtract(chosen)
            result.append(Thaw(epoch: spec.epoch, selectors: spec.layers.map(\.wrappedValue), layers: names))
        }
        state.compiled?.frozen.removeAll { !frozen.contains($0) }
        states[arguments.model] = state
        return result
    }

    private mutating func lint(
        _ spec: ThawSpec, thaws thawed: Set<Int>, of chosen: Set<Int>, _ state: ModelState, _ arguments: TrainArguments,
        _ step: StepContext
    ) {
        if spec.epoch > arguments.epochs {
            report(
                "thaw-never-comes", .warning,
                "`\(step.id)` has \(arguments.epochs) epoch\(arguments.epochs == 1 ? "" : "s"), and epoch \(spec.epoch) never comes",
                at: spec.$epoch.place, help: ["thaw in an earlier epoch, or train for longer"])
        } else if thawed.isEmpty, !chosen.isEmpty {
            report(
                "nothing-to-thaw", .lint, "none of these layers of `\(arguments.model)` is frozen in epoch \(spec.epoch)",
                at: spec.$layers.place, help: ["freeze them before the compile step"])
        }
        lintThawedNormalization(thawed, state, at: spec.$layers.place)
    }
}
