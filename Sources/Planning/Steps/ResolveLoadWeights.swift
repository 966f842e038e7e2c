import Diagnostics
import Experiment
import Network
import Plan
import Weights

extension Resolver {
    /// `load_weights`: a file, or what an earlier training left; then its parameters must fit.
    mutating func loadWeights(_ arguments: LoadWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard let source = arguments.from else {
            isIncomplete = true
            return nil
        }
        let left: NetworkDefinition?
        switch source {
        case .file: left = nil
        case .training(let id, let which):
            guard let network = training(id, which, at: arguments.$from.place, step) else { return nil }
            left = network
        }
        let mistakes = diagnostics.count
        checkKeys(arguments, source)
        let mapping = mapping(arguments)
        guard let state else { return nil }
        let layers = fillable(arguments.layers, state.network)
        let resolved = LoadWeightsStep(
            model: arguments.model, from: source, by: mapping == nil ? arguments.by : .name,
            mapping: counterparts(mapping, state.network, layers, at: arguments.$mapping.place),
            layout: left == nil ? arguments.layout : nil, skipMismatched: arguments.skipMismatched, layers: layers)
        // What follows from a mistake in the step is no news.
        if diagnostics.count == mistakes { check(resolved, left, state.network, at: arguments.$from.place, step) }
        return resolved
    }

    /// A mapping's entries, and whether they are a library's; nil where there is none.
    private typealias Entries = (entries: [Named<String>], isLibrary: Bool)

    /// The mapping that a step writes or names.
    private mutating func mapping(_ arguments: LoadWeightsArguments) -> Entries? {
        switch arguments.mapping {
        case .inline(let entries): return entries.isEmpty ? nil : (entries, false)
        case .named(let name):
            guard let known = file.mappings.first(where: { $0.name == name.wrappedValue }) else {
                reportUnknown(
                    "mapping", name.wrappedValue, among: file.mappings.map(\.name), at: name.place, what: "mappings")
                return nil
            }
            return (known.value, true)
        }
    }

    /// The layers and parameters that a mapping means.
    private mutating func counterparts(
        _ mapping: Entries?, _ network: NetworkDefinition, _ chosen: [String]?, at place: Place?
    ) -> [LoadWeightsStep.Counterpart] {
        guard let mapping else { return [] }
        let counterparts = WeightMapping(mapping.entries, network: network, chosen: chosen, isLibrary: mapping.isLibrary)
            .counterparts { problem, place in report("bad-mapping", problem.message, at: place, help: problem.help) }
        if counterparts.isEmpty, mapping.isLibrary {
            report(
                "bad-mapping", "no entry of this mapping means a layer of the network", at: place,
                help: ["compare its names with the layers that assay plan shows"])
        }
        return counterparts
    }

    /// Keys that say nothing together.
    private mutating func checkKeys(_ arguments: LoadWeightsArguments, _ source: LoadWeightsStep.Source) {
        if arguments.hasMapping, arguments.$by.isWritten, arguments.by == .order {
            report(
                "unusable-key", "a mapping of names has no meaning beside by: order", at: arguments.$by.place,
                help: ["write by: name, or remove the mapping"])
        }
        if case .training(let id, _) = source, arguments.layout != nil {
            report(
                "unusable-key", "the layout of what `\(id)` leaves is known", at: arguments.$layout.place, help: ["remove layout"]
            )
        }
    }

    /// The names of the layers that selectors mean; nil for all. At least one of them has weights.
    private mutating func fillable(_ selectors: [Located<String>]?, _ network: NetworkDefinition) -> [String]? {
        guard let selectors, !selectors.isEmpty else { return nil }
        let chosen = layers(selectors, of: network)
        guard chosen.isEmpty || chosen.contains(where: { !network.layers[$0].parameters.isEmpty }) else {
            report(
                "bad-selector", "none of these layers has weights", at: selectors[0].place,
                help: [
                    "layers with weights: " + network.layers.filter { !$0.parameters.isEmpty }.map(\.name).joined(separator: ", ")
                ])
            return nil
        }
        return chosen.sorted().map { network.layers[$0].name }
    }

    /// Whether what is there fits: a training's network always, a file where there is a probe.
    private mutating func check(
        _ load: LoadWeightsStep, _ left: NetworkDefinition?, _ network: NetworkDefinition, at place: Place?, _ step: StepContext
    ) {
        let match: WeightMatch
        switch load.from {
        case .training(let id, _):
            guard let left else { return }
            match = WeightMatch(WeightsIndex(of: left), named: "what `\(id)` leaves", to: network, as: load)
        case .file(let path):
            do throws(Diagnostic) {
                guard let index = try probe?.weights(at: path) else { return }
                match = WeightMatch(index, named: path, to: network, as: load)
            } catch { return add(error.placed(at: place)) }
        }
        loads[step.id] = match.report
        if let refusal = match.refusal { add(refusal.placed(at: place)) }
    }

    /// The network that a training of an earlier step left; nil, said here, where there is none.
    private mutating func training(
        _ id: String, _ which: LoadWeightsStep.Which, at place: Place?, _ step: StepContext
    ) -> NetworkDefinition? {
        guard let index = ids.firstIndex(of: id) else {
            guard !hasLostID else {
                isIncomplete = true
                return nil
            }
            let trainings = zip(ids, file.steps).filter { $0.1.value is TrainArguments }.map(\.0)
            report(
                "unknown-step", "there is no step with the id `\(id)`", at: place,
                help: Spelling.help(for: id, in: trainings, what: "trainings"))
            return nil
        }
        guard file.steps[index].value is TrainArguments else {
            report(
                "not-a-training", "`\(id)` is a step of the kind \(file.steps[index].kind), and only a training leaves weights",
                at: place)
            return nil
        }
        if index >= ids.firstIndex(of: step.id) ?? 0 {
            report("later-step", "`\(id)` comes after this step", at: place, help: ["move this step after it"])
            return nil
        }
        guard let training = products[id]?.training else { return nil }
        if which == .best, !training.savesBest {
            report(
                "no-checkpoint", "`\(id)` has no ModelCheckpoint, so nothing says which epoch is its best", at: place,
                help: [
                    "write \(id).last for the model as it leaves the step",
                    "or give `\(id)` a callback: - ModelCheckpoint: {monitor: val_loss, save_best_only: true}",
                ])
            return nil
        }
        return training.network
    }
}

extension Diagnostic {
    /// The same, said of a place.
    fileprivate func placed(at place: Place?) -> Diagnostic {
        var copy = self
        copy.position = place?.position
        copy.length = place?.length ?? 1
        return copy
    }
}
