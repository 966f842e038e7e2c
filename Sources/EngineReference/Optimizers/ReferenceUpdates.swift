import Engine
import Network

/// Everything between the gradients of a batch and the new values of the parameters, in double precision and as it is defined.
struct ReferenceUpdates {
    /// What is remembered of one parameter.
    private struct Memory {
        var optimizer: any ReferenceOptimizerState
        /// The moving average of the parameter; empty without one.
        var average: [Double]
        /// Gradients added up; empty where each batch makes a step.
        var sum: [Double]
        /// The step before which the parameter was not trained.
        var begun: Int

        /// All of it, in the order of ``OptimizerState``.
        var arrays: [[Double]] {
            get { optimizer.moments + (average.isEmpty ? [] : [average]) + (sum.isEmpty ? [] : [sum]) }
            set {
                let moments = optimizer.moments.count
                optimizer.moments = Array(newValue.prefix(moments))
                let rest = Array(newValue.dropFirst(moments))
                if !average.isEmpty { average = rest[0] }
                if !sum.isEmpty { sum = rest[rest.count - 1] }
            }
        }
    }

    private let optimizer: any ReferenceOptimizer
    private let rates: UpdateRates
    private let undecayed: Set<Int>
    private var memories: [Int: Memory] = [:]
    private var rules: UpdateRules { optimizer.rules }

    init(_ compilation: Compilation, network: NetworkDefinition) throws(EngineError) {
        guard let optimizer = compilation.optimizer as? any ReferenceOptimizer else {
            let kind = type(of: compilation.optimizer).kind
            throw .unsupported(layer: kind, reason: "the reference engine cannot compute the optimizer \(kind)")
        }
        self.optimizer = optimizer
        rates = UpdateRates(compilation, network: network)
        undecayed = Set(network.parameters.indices.filter { compilation.undecayed.contains(network.parameters[$0].name) })
        setFrozen(compilation.frozen, in: network, step: 0)
    }

    /// The parameters that are trained.
    var trained: Set<Int> { Set(memories.keys) }

    /// Forgets what is frozen, and begins with what is thawed before this step.
    mutating func setFrozen(_ frozen: Set<String>, in network: NetworkDefinition, step: Int) {
        let trained = network.trained(frozen: frozen)
        memories = memories.filter { trained.contains($0.key) }
        for index in trained where memories[index] == nil {
            memories[index] = fresh(count: network.parameters[index].parameter.count, begun: step)
        }
    }

    private func fresh(count: Int, begun: Int) -> Memory {
        let zeros = [Double](repeating: 0, count: count)
        return Memory(
            optimizer: optimizer.state(count: count), average: rules.useEma ? zeros : [],
            sum: rules.batchesPerUpdate > 1 ? zeros : [], begun: begun)
    }

    /// Changes parameters by the gradients of a batch; `step` counts the batches before it.
    mutating func apply(_ gradients: [Int: [Double]], to values: inout [Tensor], step: Int, rate: Float) {
        let batches = rules.batchesPerUpdate
        let updates = (step + 1) % batches == 0
        var gradients = gradients
        if batches > 1 {
            for (index, gradient) in gradients {
                let total = zip(memories[index]?.sum ?? gradient, gradient).map { $0 + $1 }
                memories[index]?.sum = updates ? total.map { _ in 0 } : total
                gradients[index] = total.map { $0 / Double(batches) }
            }
        }
        if updates {
            for (index, gradient) in clipped(gradients) {
                let rate = Double(rates.rate(of: index, rate))
                var old = values[index].values.map { Double($0) }
                if let decay = rules.weightDecay, !undecayed.contains(index) { old = old.map { $0 - $0 * decay * rate } }
                let number = (step + 1) / batches - (memories[index]?.begun ?? 0) / batches
                let new = memories[index]?.optimizer.updated(old, gradient: gradient, step: number, rate: rate)
                if let new { values[index].values = new.map { Float($0) } }
            }
        }
        if rules.useEma { for index in gradients.keys { average(index, &values, step: step / batches) } }
    }

    private func clipped(_ gradients: [Int: [Double]]) -> [Int: [Double]] {
        let squares = gradients.mapValues { $0.reduce(0) { $0 + $1 * $1 } }
        if let most = rules.clipnorm, most > 0 {
            return Dictionary(
                uniqueKeysWithValues: gradients.map { index, gradient in
                    (index, gradient.map { $0 * most / max((squares[index] ?? 0).squareRoot(), most) })
                })
        }
        if let most = rules.globalClipnorm, most > 0 {
            let norm = squares.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }.squareRoot()
            return gradients.mapValues { $0.map { $0 * most / max(norm, most) } }
        }
        if let most = rules.clipvalue, most > 0 { return gradients.mapValues { $0.map { min(max($0, -most), most) } } }
        return gradients
    }

    private mutating func average(_ index: Int, _ values: inout [Tensor], step: Int) {
        guard let memory = memories[index] else { return }
        let momentum = step == memory.begun / rules.batchesPerUpdate ? 0 : rules.emaMomentum
        let average = zip(memory.average, values[index].values).map { momentum * $0 + (1 - momentum) * Double($1) }
        memories[index]?.average = average
        if let every = rules.emaOverwriteFrequency, (step + 1) % max(every, 1) == 0 {
            values[index].values = average.map { Float($0) }
        }
    }

    /// Puts the moving averages in the parameters' places.
    func finish(_ values: inout [Tensor], step: Int) {
        guard rules.useEma else { return }
        // Before its first step a parameter has no average.
        for (index, memory) in memories where memory.begun < step { values[index].values = memory.average.map { Float($0) } }
    }

    // MARK: As a state

    /// What is remembered of each of so many parameters, as doubles, and the steps before which they were not trained.
    func remembered(_ shapes: [[Int]]) -> (moments: [[Tensor]], begun: [Int]) {
        let moments = shapes.enumerated().map { index, shape in
            (memories[index]?.arrays ?? []).map { DoubleTensor.encode($0, shape: shape) }
        }
        let begun = shapes.indices.map { memories[$0]?.begun ?? 0 }
        return (moments, begun.contains { $0 != 0 } ? begun : [])
    }

    /// Remembers what another session did; a parameter without moments begins.
    mutating func remember(_ state: OptimizerState, shapes: [[Int]]) throws(EngineError) {
        guard state.moments.count == shapes.count, state.begun.isEmpty || state.begun.count == shapes.count else {
            throw .mismatch("moments of \(state.moments.count) parameters")
        }
        var memories = memories
        for (index, tensors) in state.moments.enumerated() {
            guard let known = memories[index] else {
                guard tensors.isEmpty else { throw .mismatch("parameter \(index) is not trained, and has moments") }
                continue
            }
            guard tensors.isEmpty || known.arrays.count == tensors.count,
                tensors.allSatisfy({ $0.shape == shapes[index] + [2] })
            else { throw .mismatch("the moments of parameter \(index) are of another optimizer or shape") }
            var memory = fresh(count: shapes[index].reduce(1, *), begun: state.begun.isEmpty ? 0 : state.begun[index])
            if !tensors.isEmpty { memory.arrays = tensors.map { DoubleTensor.decode($0) } }
            memories[index] = memory
        }
        self.memories = memories
    }
}

/// Doubles in a tensor of floats: each as the two halves of its bits, so that none is lost.
enum DoubleTensor {
    static func encode(_ values: [Double], shape: [Int]) -> Tensor {
        var tensor = Tensor(shape: shape + [2], repeating: 0)
        for (index, value) in values.enumerated() {
            tensor.values[2 * index] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern >> 32))
            tensor.values[2 * index + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern))
        }
        return tensor
    }

    static func decode(_ tensor: Tensor) -> [Double] {
        stride(from: 0, to: tensor.values.count - 1, by: 2).map { index in
            Double(
                bitPattern: UInt64(tensor.values[index].bitPattern) << 32 | UInt64(tensor.values[index + 1].bitPattern))
        }
    }
}
