import Network

extension PlanText {
    /// The layers as Keras's `summary()` shows them, with what is frozen at each compile, and totals.
    func modelSection(_ model: ModelPlan) -> [String] {
        let network = model.network
        let compiles = plan.steps.compactMap { step in
            (step.action.kind as? CompileStep).flatMap { $0.model == model.name ? (id: step.id, frozen: Set($0.frozen)) : nil }
        }
        var table = TextTable([.init("Layer (type)"), .init("Output Shape"), .init("Param #", isNumeric: true)])
        table.columns += compiles.map { .init(compiles.count == 1 ? "Frozen" : "Frozen in \($0.id)") }
        table.rows = network.layers.map { node in
            [
                "\(node.name) (\(node.layer.name))",
                "(None, " + node.output.extents.map(String.init).joined(separator: ", ") + ")",
                ReadableNumber.grouped(node.parameterCount),
            ] + compiles.map { $0.frozen.contains(node.name) ? "frozen" : "" }
        }
        return ["\(model.name): \(model.architecture), input \(network.input)"] + table.lines(width: width, style: style)
            + selections(of: model) + totals(of: network, compiles: compiles) + memory(of: model)
    }

    /// Each selection of layers with the names that its selectors stand for, and when.
    private func selections(of model: ModelPlan) -> [String] {
        func line(_ title: String, _ selectors: [String], _ layers: [String]) -> [String] {
            let text = "\(title) \(selectors.joined(separator: " ")) (\(layers.count) layers): "
            return (text + layers.joined(separator: ", ")).wrapped(to: width, indent: 2)
        }
        return plan.steps.flatMap { step -> [String] in
            guard (step.action.kind as? any ModelStep)?.model == model.name else { return [] }
            return switch step.action.kind {
            case let compile as CompileStep:
                (compile.learningRates ?? []).flatMap {
                    line("\(step.id) learns at \(ReadableNumber.short($0.rate))", [$0.selector], $0.layers)
                } + undecayed(step.id, compile)
            case let freeze as FreezeStep: line(step.id, freeze.selectors, freeze.layers)
            case let unfreeze as UnfreezeStep: line(step.id, unfreeze.selectors, unfreeze.layers)
            case let draw as ReinitializeStep: line(step.id, draw.selectors, draw.layers)
            case let train as TrainStep:
                (train.thaw ?? []).flatMap { line("\(step.id) thaws in epoch \($0.epoch)", $0.selectors, $0.layers) }
            default: []
            }
        }
    }

    private func undecayed(_ id: String, _ compile: CompileStep) -> [String] {
        guard let names = compile.undecayed else { return [] }
        return "\(id) decays all but \(names.count) parameters: \(names.joined(separator: ", "))".wrapped(to: width, indent: 2)
    }

    private func totals(of network: NetworkDefinition, compiles: [(id: String, frozen: Set<String>)]) -> [String] {
        func line(_ title: String, _ count: Int) -> String {
            "\(title) params: \(ReadableNumber.grouped(count)) (\(ReadableNumber.bytes(Limits.product([4, count]))))"
        }
        let total = network.parameterCount
        var lines = [line("Total", total)]
        for compile in compiles.isEmpty ? [(id: "", frozen: [])] : compiles {
            let trainable = network.trainableCount(frozen: compile.frozen)
            let place = compiles.count > 1 ? "\(compile.id): " : ""
            lines += [place + line("Trainable", trainable), place + line("Non-trainable", total - trainable)]
        }
        return lines + ["Forward pass: \(ReadableNumber.flops(network.flops)) per image"]
    }

    /// What each training of the model will take.
    private func memory(of model: ModelPlan) -> [String] {
        var frozen: Set<String> = []
        var remembered = 2
        return plan.steps.compactMap { step -> String? in
            if let compile = step.action.kind as? CompileStep, compile.model == model.name {
                frozen = Set(compile.frozen)
                remembered = compile.optimizer.value.rememberedArrays
            }
            guard let train = step.action.kind as? TrainStep, train.model == model.name, let data = plan.dataset(train.data)
            else {
                return nil
            }
            let estimate = TrainingMemory(
                network: model.network, batchSize: data.batchSize, frozen: Set(train.staysFrozen(of: Array(frozen))),
                remembered: remembered
            ).total
            let bytes = trainingBytes[step.id] ?? estimate
            return "\(step.id): about \(ReadableNumber.bytes(bytes)) for a step on \(data.batchSize) images" + kept(step.id, data)
        }
    }

    /// What a training does not compute again.
    private func kept(_ step: String, _ data: DatasetPlan) -> String {
        guard let kept = keptFeatures[step], !data.augmentation.contains(where: \.value.isRandom) else { return "" }
        return "; outputs of \(kept.layer) are computed once and kept (\(ReadableNumber.bytes(kept.byteCount)) an image)"
    }
}
