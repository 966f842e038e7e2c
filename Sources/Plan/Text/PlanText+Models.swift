import Network

extension PlanText {
    /// The layers as Keras's `summary()` shows them, with what is frozen at each compile, and totals.
    func modelSection(_ model: ModelPlan) -> [String] {
        let network = model.network
        let compiles = plan.steps.compactMap { step in
            (step.action.kind as? CompileStep).flatMap { $0.model == model.name ? (id: step.id, frozen: Set($0.frozen)) : nil }
        }
        var table = TextTable([.init("Layer (type)"), .init("Output Shape"), .init("Param #", isNumeric: true)])
        if !network.isChain { table.columns.append(.init("Connected to")) }
        table.columns += compiles.map { .init(compiles.count == 1 ? "Frozen" : "Frozen in \($0.id)") }
        table.rows = network.layers.flatMap { node -> [[String]] in
            let row = [
                "\(node.name) (\(node.layer.name))",
                "(None, " + node.output.extents.map(String.init).joined(separator: ", ") + ")",
                ReadableNumber.grouped(node.parameterCount),
            ]
            let frozen = compiles.map { $0.frozen.contains(node.name) ? "frozen" : "" }
            guard !network.isChain else { return [row + frozen] }
            let inputs = network.inputNames(of: node)
            return [row + inputs.prefix(1) + frozen] + inputs.dropFirst().map { ["", "", "", $0] }
        }
        return ["\(model.name): \(model.architecture), input \(network.input)"] + table.lines(width: width, style: style)
            + freezes(of: model) + totals(of: network, compiles: compiles) + memory(of: model)
    }

    /// Each freeze with the names that its selectors stand for.
    private func freezes(of model: ModelPlan) -> [String] {
        plan.steps.flatMap { step -> [String] in
            guard let freeze = step.action.kind as? FreezeStep, freeze.model == model.name else { return [] }
            let text = "\(step.id) \(freeze.selectors.joined(separator: " ")) (\(freeze.layers.count) layers): "
            return (text + freeze.layers.joined(separator: ", ")).wrapped(to: width, indent: 2)
        }
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
        return plan.steps.compactMap { step -> String? in
            if let compile = step.action.kind as? CompileStep, compile.model == model.name { frozen = Set(compile.frozen) }
            guard let train = step.action.kind as? TrainStep, train.model == model.name, let data = plan.dataset(train.data)
            else {
                return nil
            }
            let estimate = TrainingMemory(network: model.network, batchSize: data.batchSize, frozen: frozen).total
            let bytes = trainingBytes[step.id] ?? estimate
            return "\(step.id): about \(ReadableNumber.bytes(bytes)) for a step on \(data.batchSize) images"
        }
    }
}
