import Engine
import Network

/// Everything between the gradients of a batch and the new values of the parameters, for one compilation.
///
/// The order is Keras's: penalties join the gradients; gradients are added up, and on every so manieth batch their mean goes on; they
/// are clipped; the parameter decays; the optimizer's step; the moving average. Sums are taken over stretches of a constant length, so
/// that the number of threads changes no byte.
final class ParameterUpdates {
    /// Values that one task changes: enough to be worth a task, few enough for all threads to have some.
    static let stretch = 1 << 14

    private let rates: UpdateRates
    private let rules: UpdateRules
    private let rule: any UpdateRule
    private let momentCount: Int
    private let undecayed: Set<Int>
    private let store: ParameterStore
    private let parallel: Parallel
    private var states: [Int: ParameterState] = [:]
    /// What another session remembered, until the first step: only then is it known how parameters lie.
    private var waiting: [Int: (tensors: [Tensor], begun: Int)] = [:]

    init(
        _ compilation: Compilation, network: NetworkDefinition, store: ParameterStore, parallel: Parallel
    ) throws(EngineError) {
        guard let optimizer = compilation.optimizer as? any OneDNNOptimizer else {
            let kind = type(of: compilation.optimizer).kind
            throw .unsupported(layer: kind, reason: "the oneDNN engine cannot compute the optimizer \(kind)")
        }
        rates = UpdateRates(compilation, network: network)
        rules = optimizer.rules
        rule = try optimizer.makeRule()
        momentCount = optimizer.momentCount
        undecayed = Set(network.parameters.indices.filter { compilation.undecayed.contains(network.parameters[$0].name) })
        self.store = store
        self.parallel = parallel
    }

    /// Forgets parameters that are not trained any more.
    ///
    /// - Parameter trained: The indices of those that are.
    func keep(_ trained: Set<Int>) {
        states = states.filter { trained.contains($0.key) }
        waiting = waiting.filter { trained.contains($0.key) }
    }

    /// Changes parameters by the gradients of a batch.
    ///
    /// - Parameters:
    ///   - gradients: By the parameter's index, in the layouts of the store; they are changed.
    ///   - step: The number of batches before this one since `compile`.
    ///   - rate: The optimizer's learning rate.
    func apply(_ gradients: [Int: UnsafeMutableBufferPointer<Float>], step: Int, rate: Float) throws(EngineError) {
        let batches = rules.batchesPerUpdate
        let updates = (step + 1) % batches == 0
        var trained: [TrainedParameter] = []
        for (index, gradient) in gradients.sorted(by: { $0.key < $1.key }) {
            let state = try state(index, count: gradient.count, step: step)
            trained.append(TrainedParameter(index: index, slot: store.slots[index], gradient: gradient, state: state))
        }
        if batches > 1 { for parameter in trained { accumulate(parameter, updates: updates, batches: Float(batches)) } }
        if updates {
            let norms = clippingNorms(trained)
            for (parameter, norm) in zip(trained, norms) {
                let number = (step + 1) / batches - parameter.state.begun / batches
                update(parameter, number: number, rate: rates.rate(of: parameter.index, rate), norm: norm)
                parameter.slot.version += 1
            }
        }
        if rules.useEma { for parameter in trained { average(parameter, step: step) } }
    }

    /// Puts the moving averages in the parameters' places.
    func finish() {
        guard rules.useEma else { return }
        for (index, state) in states {
            guard let average = state.average(rules, momentCount) else { continue }
            let slot = store.slots[index]
            copy(average.floats, to: slot.storage.floats)
            slot.version += 1
        }
    }

    // MARK: What is remembered

    /// What is remembered of each parameter, in Keras's layout, and the steps before which none was.
    func remembered() throws(EngineError) -> (moments: [[Tensor]], begun: [Int]) {
        var moments: [[Tensor]] = []
        var begun: [Int] = []
        for (index, slot) in store.slots.enumerated() {
            var tensors = waiting[index]?.tensors ?? []
            for storage in states[index]?.arrays ?? [] { tensors.append(try store.tensor(slot, at: storage.base)) }
            moments.append(tensors)
            begun.append(waiting[index]?.begun ?? states[index]?.begun ?? 0)
        }
        return (moments, begun.contains { $0 != 0 } ? begun : [])
    }

    /// Remembers what another session did.
    func remember(_ state: OptimizerState) throws(EngineError) {
        guard state.moments.count == store.slots.count, state.begun.isEmpty || state.begun.count == store.slots.count else {
            throw .mismatch("moments of \(state.moments.count) parameters")
        }
        for (slot, tensors) in zip(store.slots, state.moments) where !tensors.isEmpty {
            guard tensors.count == arrayCount, tensors.allSatisfy({ $0.shape == slot.shape }) else {
                throw .mismatch("the moments of a parameter of shape \(Shape(slot.shape)) are of another optimizer or shape")
            }
        }
        states = [:]
        waiting = [:]
        for (index, tensors) in state.moments.enumerated() where !tensors.isEmpty {
            waiting[index] = (tensors, state.begun.isEmpty ? 0 : state.begun[index])
        }
    }

    private var arrayCount: Int { momentCount + (rules.useEma ? 1 : 0) + (rules.batchesPerUpdate > 1 ? 1 : 0) }

    private func state(_ index: Int, count: Int, step: Int) throws(EngineError) -> ParameterState {
        if let state = states[index] { return state }
        let kept = waiting[index]
        let state = try ParameterState(count: count, arrays: arrayCount, begun: kept?.begun ?? step)
        for (tensor, storage) in zip(kept?.tensors ?? [], state.arrays) {
            try store.place(tensor, in: store.slots[index], at: storage.base)
        }
        waiting[index] = nil
        states[index] = state
        return state
    }

    // MARK: The parts of a step

    /// Adds a batch's gradient to those before it; on the last one leaves the mean in its place, and begins anew.
    private func accumulate(_ parameter: TrainedParameter, updates: Bool, batches: Float) {
        guard let sum = parameter.state.arrays.last?.base.assumingMemoryBound(to: Float.self),
            let gradient = parameter.gradient.baseAddress
        else { return }
        run(over: parameter.count) { range in
            for index in range {
                let total = gradient[index] + sum[index]
                gradient[index] = total / batches
                sum[index] = updates ? 0 : total
            }
        }
    }

    /// The norm that each gradient is clipped by: its own, or that of all; nil where none is.
    private func clippingNorms(_ trained: [TrainedParameter]) -> [Float?] {
        guard rules.clipnorm != nil || rules.globalClipnorm != nil else { return trained.map { _ in nil } }
        let squares = trained.map { self.squares($0) }
        guard rules.globalClipnorm != nil else { return squares.map { Float($0.squareRoot()) } }
        let whole = Float(squares.reduce(0, +).squareRoot())
        return trained.map { _ in whole }
    }

    /// The sum of a gradient's squares, stretch by stretch.
    private func squares(_ parameter: TrainedParameter) -> Double {
        guard let gradient = parameter.gradient.baseAddress else { return 0 }
        return sum(over: parameter.count) { range in
            var sum = 0.0
            for index in range { sum += Double(gradient[index]) * Double(gradient[index]) }
            return sum
        }
    }

    /// Clips, decays, and takes the optimizer's step.
    private func update(_ parameter: TrainedParameter, number: Int, rate: Float, norm: Float?) {
        guard let values = parameter.slot.storage.floats.baseAddress, let gradient = parameter.gradient.baseAddress else {
            return
        }
        let moments = parameter.state.arrays.prefix(momentCount).map { $0.base.assumingMemoryBound(to: Float.self) }
        let change = rule.change(step: number, rate: rate)
        let clip = clipping(norm)
        let decay = undecayed.contains(parameter.index) ? nil : rules.weightDecay.map { (Float($0), rate) }
        run(over: parameter.count) { range in
            let (first, count) = (range.lowerBound, range.count)
            clip?(gradient + first, count)
            if let (share, rate) = decay {
                for index in range { values[index] -= values[index] * share * rate }
            }
            change(
                Stretch(
                    values: values + first, gradient: gradient + first, moments: moments.map { $0 + first }, count: count))
        }
    }

    /// What clipping does to a stretch of a gradient; nil where there is none.
    private func clipping(_ norm: Float?) -> ((UnsafeMutablePointer<Float>, Int) -> Void)? {
        if let most = rules.clipnorm.map({ Float($0) }), most > 0, let norm {
            let divisor = norm > most ? norm : most
            // g x most / max(norm, most), in TensorFlow's order.
            return { gradient, count in for index in 0..<count { gradient[index] = gradient[index] * most / divisor } }
        }
        if let most = rules.globalClipnorm.map({ Float($0) }), most > 0, let norm {
            let scale = most * min(1 / norm, 1 / most) + (norm - norm)
            return { gradient, count in for index in 0..<count { gradient[index] *= scale } }
        }
        if let most = rules.clipvalue.map({ Float($0) }), most > 0 {
            return { gradient, count in
                for index in 0..<count {
                    let value = gradient[index]
                    gradient[index] = value > most ? most : value < -most ? -most : value
                }
            }
        }
        return nil
    }

    /// The moving average follows the values, and takes their place where it is time.
    private func average(_ parameter: TrainedParameter, step: Int) {
        let batches = rules.batchesPerUpdate
        let iterations = step / batches - parameter.state.begun / batches
        let momentum: Float = iterations == 0 ? 0 : Float(rules.emaMomentum)
        let overwrites = rules.emaOverwriteFrequency.map { (step / batches + 1) % max($0, 1) == 0 } ?? false
        guard let values = parameter.slot.storage.floats.baseAddress,
            let average = parameter.state.average(rules, momentCount)?.floats.baseAddress
        else { return }
        run(over: parameter.count) { range in
            for index in range {
                average[index] = momentum * average[index] + (1 - momentum) * values[index]
                if overwrites { values[index] = average[index] }
            }
        }
        if overwrites { parameter.slot.version += 1 }
    }

    private func copy(_ source: UnsafeMutableBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>) {
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        run(over: min(source.count, target.count)) { range in
            (to + range.lowerBound).update(from: from + range.lowerBound, count: range.count)
        }
    }

    private func run(over count: Int, _ body: (Range<Int>) -> Void) { parallel.run(over: count, body) }

    private func sum(over count: Int, _ body: (Range<Int>) -> Double) -> Double { parallel.sum(over: count, body) }
}

/// A parameter in a step.
private struct TrainedParameter {
    let index: Int
    let slot: ParameterSlot
    let gradient: UnsafeMutableBufferPointer<Float>
    let state: ParameterState

    /// The values, padding included.
    var count: Int { min(gradient.count, slot.storage.floats.count) }
}

/// What is remembered of a parameter, in its slot's layout: moments, then the moving average, then gradients added up.
private final class ParameterState {
    let arrays: [Storage]
    /// The step before which it was not trained.
    let begun: Int

    init(count: Int, arrays number: Int, begun: Int) throws(EngineError) {
        var arrays: [Storage] = []
        for _ in 0..<number { arrays.append(try Storage(byteCount: count * 4)) }
        self.arrays = arrays
        self.begun = begun
    }

    func average(_ rules: UpdateRules, _ momentCount: Int) -> Storage? {
        rules.useEma && arrays.indices.contains(momentCount) ? arrays[momentCount] : nil
    }
}

extension Parallel {
    /// Calls `body` for stretches of a constant length, on several threads at once.
    func run(over count: Int, _ body: (Range<Int>) -> Void) {
        let stretch = ParameterUpdates.stretch
        run((count + stretch - 1) / stretch) { task in body(task * stretch..<min((task + 1) * stretch, count)) }
    }

    /// The sum of what `body` gives for each stretch, in their order.
    func sum(over count: Int, _ body: (Range<Int>) -> Double) -> Double {
        let stretch = ParameterUpdates.stretch
        let tasks = (count + stretch - 1) / stretch
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: max(tasks, 1)) { parts in
            parts.initialize(repeating: 0)
            guard let base = parts.baseAddress else { return 0 }
            nonisolated(unsafe) let places = base
            run(tasks) { task in places[task] = body(task * stretch..<min((task + 1) * stretch, count)) }
            return parts.prefix(tasks).reduce(0, +)
        }
    }
}
