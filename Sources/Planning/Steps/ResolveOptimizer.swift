import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// Rates of layers, each with the names that its selector stands for; nil where none are written.
    mutating func layerRates(
        _ arguments: CompileArguments, optimizer: OptimizerSpec, of network: NetworkDefinition
    ) -> [LayerRates]? {
        guard !arguments.learningRates.isEmpty else { return nil }
        if optimizer.value.value.learningRate.reference <= 0 {
            report(
                "no-learning-rate", "rates of layers follow the optimizer's, and that is 0", at: arguments.$learningRates.place,
                help: ["give the optimizer a learning_rate above 0"])
        }
        var taken: Set<Int> = []
        var result: [LayerRates] = []
        for entry in arguments.learningRates.reversed() {
            let chosen = layers([entry.$name], of: network)
            let own = chosen.subtracting(taken)
            if own.isEmpty, !chosen.isEmpty {
                report(
                    "unused", .lint, "every layer that `\(entry.name)` means has another rate further down",
                    at: entry.$name.place,
                    help: ["the last rate counts: put the wider selectors first"])
            }
            taken.formUnion(chosen)
            result.append(
                LayerRates(selector: entry.name, rate: entry.value, layers: own.sorted().map { network.layers[$0].name }))
        }
        return result.reversed()
    }

    /// The names of the parameters that weight decay leaves alone; nil where nothing is excluded.
    mutating func undecayed(_ optimizer: OptimizerSpec, of network: NetworkDefinition) -> [String]? {
        let rules = optimizer.value.value.rules
        guard !rules.excludeFromWeightDecay.isEmpty else { return nil }
        let place = optimizer.place(of: "exclude_from_weight_decay")
        if rules.weightDecay == nil {
            report(
                "unusable-key", "exclude_from_weight_decay has a meaning only beside weight_decay", at: place,
                help: ["add weight_decay, or remove it"])
        }
        var chosen: Set<String> = []
        for pattern in rules.excludeFromWeightDecay {
            let names = excluded(by: pattern, of: network)
            if names.isEmpty {
                report(
                    "bad-selector", "`\(pattern)` is neither a parameter nor a layer with parameters", at: place,
                    help: [
                        "write a parameter's name (bias), a glob on whole names (*/gamma), or a selector of layers",
                        "parameters: " + Set(network.parameters.map(\.parameter.name)).sorted().joined(separator: ", "),
                    ])
            }
            chosen.formUnion(names)
        }
        return network.parameters.map(\.name).filter { chosen.contains($0) }
    }

    /// The parameters that a text means: by their own name, by a glob on `layer/parameter`, or all of the layers that a selector means.
    private func excluded(by pattern: String, of network: NetworkDefinition) -> [String] {
        let direct = network.parameters.filter { $0.parameter.name == pattern || Glob.matches($0.name, pattern) }
        guard direct.isEmpty else { return direct.map(\.name) }
        let layers = (try? LayerSelector.parse(pattern).matches(in: network)) ?? []
        return network.parameters.filter { layers.contains($0.layer) }.map(\.name)
    }

    /// What a schedule's own declaration cannot say.
    mutating func checkSchedule(of optimizer: OptimizerSpec) {
        guard case .schedule(let schedule) = optimizer.value.value.learningRate,
            let pieces = schedule.kind as? PiecewiseConstantDecay
        else { return }
        let place = optimizer.place(of: "learning_rate")
        if pieces.values.count != pieces.boundaries.count + 1 {
            report(
                "bad-schedule",
                "PiecewiseConstantDecay has \(pieces.boundaries.count) boundaries and \(pieces.values.count) values", at: place,
                help: ["values has one entry more than boundaries"])
        }
        if zip(pieces.boundaries, pieces.boundaries.dropFirst()).contains(where: { $0 >= $1 }) {
            report(
                "bad-schedule", "the boundaries of PiecewiseConstantDecay do not ascend", at: place,
                help: ["write them from the smallest to the largest"])
        }
    }

    /// Callbacks that would set a rate which a schedule gives: Keras refuses them when they act.
    mutating func checkRates(_ callbacks: [CallbackSpec], _ state: ModelState) {
        guard state.compiled?.optimizer?.value.learningRate.isSchedule == true else { return }
        for callback in callbacks where [ReduceLROnPlateau.kind, LearningRateScheduler.kind].contains(callback.kind) {
            report(
                "scheduled-rate", "\(callback.kind) sets the learning rate, and here a schedule gives it",
                at: callback.$kind.place, help: ["remove the callback, or give the optimizer a number for its learning_rate"])
        }
    }
}
