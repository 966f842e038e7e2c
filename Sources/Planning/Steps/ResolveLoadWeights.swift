import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// `load_weights`: a file, or what an earlier training left; then its parameters must fit.
    mutating func loadWeights(_ arguments: LoadWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard let source = arguments.from else {
            isIncomplete = true
            return nil
        }
        switch source {
        case .file(let path): checkFile(path, arguments, state)
        case .training(let id, let which):
            guard let network = training(id, which, at: arguments.$from.place, step) else { return nil }
            if let state, let problem = Self.misfit(from: network, to: state.network, by: arguments.by) {
                report(
                    "weights-mismatch", "the weights of `\(id)` do not fit `\(arguments.model)`: \(problem)",
                    at: arguments.$from.place, help: ["build both from one architecture, or load by: name"])
            }
        }
        return state == nil ? nil : LoadWeightsStep(model: arguments.model, from: source, by: arguments.by)
    }

    /// A file: its format, and where there is a probe, that it is there and fits.
    private mutating func checkFile(_ path: String, _ arguments: LoadWeightsArguments, _ state: ModelState?) {
        let place = arguments.$from.place
        guard path.hasSuffix(WeightsFormat.ending) else {
            report(
                "unread-format", "weights are read from \(WeightsFormat.ending) files, and this is none", at: place,
                help: [
                    "in Python: safetensors.numpy.save_file({f\"{l.name}/{w.name}\": w.numpy() for l in model.layers "
                        + "for w in l.weights}, \"weights.safetensors\")", "then load that file with by: name",
                ])
            return
        }
        guard let state, var problem = probe?.problem(withWeights: path, for: state.network, by: arguments.by) else { return }
        problem.position = place?.position
        problem.length = place?.length ?? 1
        add(problem)
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

    /// Why one network's parameters do not fit another; nil where they do.
    static func misfit(
        from source: NetworkDefinition, to target: NetworkDefinition, by matching: LoadWeightsStep.Matching
    ) -> String? {
        func weighted(_ network: NetworkDefinition) -> [LayerNode] { network.layers.filter { !$0.parameters.isEmpty } }
        let pairs: [(LayerNode, LayerNode)]
        switch matching {
        case .order:
            let (from, to) = (weighted(source), weighted(target))
            guard from.count == to.count else { return "\(from.count) layers with weights, and \(to.count) to fill" }
            pairs = Array(zip(from, to))
        case .name:
            pairs = weighted(target).compactMap { node in source.layers.first { $0.name == node.name }.map { ($0, node) } }
            if pairs.isEmpty { return "no layer with weights has the same name in both" }
        }
        for (from, to) in pairs where from.parameters.map(\.shape) != to.parameters.map(\.shape) {
            func shapes(_ node: LayerNode) -> String {
                "\(node.name) " + node.parameters.map { "\($0.name) \(Shape($0.shape))" }.joined(separator: ", ")
            }
            return "\(shapes(from)); expected \(shapes(to))"
        }
        return nil
    }
}
