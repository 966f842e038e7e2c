import Engine
import Network
import Randomness

/// One model of the reference engine.
final class ReferenceSession: GradientSession {
    let network: NetworkDefinition
    var learningRate: Float {
        get { compiled?.schedule?.rate(at: step) ?? constantRate }
        set { constantRate = newValue }
    }
    private(set) var step = 0

    private let semantics: Semantics
    private let key: RandomKey
    private let layers: [any ReferenceLayer]
    /// The indices of each layer's parameters in `values`.
    private let slots: [Range<Int>]
    private var values: [Tensor]
    private var debiased: [Int: DebiasedAverage] = [:]
    private var compiled: Compiled?

    private var constantRate: Float = 0

    private struct Compiled {
        let head: LossHead
        var frozen: Set<String>
        /// Nil where the rate is a number.
        let schedule: LearningRate?
        var updates: ReferenceUpdates
    }

    init(network: NetworkDefinition, semantics: Semantics, key: RandomKey) throws(EngineError) {
        try network.checkShapes()
        var layers: [any ReferenceLayer] = []
        var slots: [Range<Int>] = []
        var next = 0
        for node in network.layers {
            guard let layer = node.layer.value as? any ReferenceLayer else {
                throw .unsupported(layer: node.name, reason: "the reference engine cannot compute \(node.layer.name)")
            }
            layers.append(layer)
            slots.append(next..<next + node.parameters.count)
            next += node.parameters.count
        }
        self.network = network
        self.semantics = semantics
        self.key = key
        self.layers = layers
        self.slots = slots
        values = InitialValues.draw(network, key: key)
    }

    func parameters() throws(EngineError) -> [Tensor] { values }

    func setParameters(_ values: [Tensor]) throws(EngineError) {
        try network.check(parameters: values)
        self.values = values
    }

    func averages() -> [Int: DebiasedAverage] { debiased }

    func setAverages(_ averages: [Int: DebiasedAverage]) throws(EngineError) {
        try network.check(averages: averages)
        debiased = averages
    }

    func compile(_ compilation: Compilation) throws(EngineError) {
        try network.check(compilation)
        let head = try LossHead(compilation.loss, network: network, semantics: semantics)
        let rate = compilation.optimizer.learningRate
        compiled = Compiled(
            head: head, frozen: compilation.frozen, schedule: rate.isSchedule ? rate : nil,
            updates: try ReferenceUpdates(compilation, network: network))
        constantRate = rate.rate(at: 0)
        step = 0
    }

    func setFrozen(_ frozen: Set<String>) throws(EngineError) {
        guard compiled != nil else { throw .notCompiled }
        try network.check(frozen: frozen)
        compiled?.frozen = frozen
        compiled?.updates.setFrozen(frozen, in: network, step: step)
    }

    func finishTraining() throws(EngineError) {
        guard let compiled else { throw .notCompiled }
        compiled.updates.finish(&values, step: step)
    }

    func optimizerState() throws(EngineError) -> OptimizerState {
        guard let compiled else { throw .notCompiled }
        let (moments, begun) = compiled.updates.remembered(values.map(\.shape))
        // Before the first step all moments are zero.
        return OptimizerState(
            step: step, learningRate: learningRate, moments: step > 0 ? moments : moments.map { _ in [] }, begun: begun)
    }

    func setOptimizerState(_ state: OptimizerState) throws(EngineError) {
        guard compiled != nil else { throw .notCompiled }
        try compiled?.updates.remember(state, shapes: values.map(\.shape))
        learningRate = state.learningRate
        step = state.step
    }

    /// What the sizes of trained parameters add to the loss.
    private func penalty() -> Double {
        zip(network.parameters, values).enumerated().reduce(0) { total, entry in
            guard compiled?.updates.trained.contains(entry.offset) == true,
                let penalty = entry.element.0.parameter.penalty
            else { return total }
            let numbers = entry.element.1.values.map { Double($0) }
            return total + penalty.l1 * numbers.reduce(0) { $0 + abs($1) } + penalty.l2 * numbers.reduce(0) { $0 + $1 * $1 }
        }
    }

    func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] {
        try batch.check(for: network, targetWidth: nil)
        return forward(batch, frozen: nil).outputs.map { Float($0) }
    }

    func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targetWidth: compiled.head.targetWidth)
        let pass = forward(batch, frozen: nil)
        let (loss, _) = try compiled.head.compute(pass.ending(compiled.head), targets: batch.targets, weights: batch.weights)
        return BatchResult(outputs: pass.outputs.map { Float($0) }, loss: loss + penalty())
    }

    func gradients(_ batch: EngineBatch) throws(EngineError) -> (loss: Double, gradients: [Tensor]) {
        let (_, loss, gradients) = try differentiate(batch)
        let tensors = network.parameters.enumerated().map { index, entry in
            var tensor = Tensor(shape: entry.parameter.shape, repeating: 0)
            if let gradient = gradients[index] { tensor.values = gradient.map { Float($0) } }
            return tensor
        }
        return (loss, tensors)
    }

    func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        let (pass, loss, gradients) = try differentiate(batch)
        // Read before: a schedule is part of what is changed.
        let rate = learningRate
        compiled?.updates.apply(gradients, to: &values, step: step, rate: rate)
        step += 1
        for (slot, result) in zip(slots, pass.results) {
            for (offset, statistic) in result.statistics { values[slot.lowerBound + offset].values = statistic.map { Float($0) } }
            for (offset, average) in result.averages { debiased[slot.lowerBound + offset] = average }
        }
        return BatchResult(outputs: pass.outputs.map { Float($0) }, loss: loss)
    }
}

extension ReferenceSession {
    /// What a forward pass leaves behind.
    private struct Pass {
        /// Each layer's result before its activation.
        var results: [LayerOutput] = []
        /// Each layer's outputs.
        var activations: [[Double]] = []
        /// The network's outputs.
        var outputs: [Double]

        /// What the loss is computed from.
        func ending(_ head: LossHead) -> [Double] { head.takesLogits ? results.last?.values ?? outputs : outputs }
    }

    /// Runs the layers from first to last; in inference where `frozen` is nil.
    private func forward(_ batch: EngineBatch, frozen: Set<String>?) -> Pass {
        let samples = batch.inputs.map { Double($0) }
        var pass = Pass(outputs: samples)
        for (index, node) in network.layers.enumerated() {
            let training = frozen.map { frozen in
                LayerInput.Training(
                    semantics: semantics, frozen: frozen.contains(node.name), key: key, step: step, layer: index)
            }
            let averages = slots[index].enumerated().compactMap { offset, slot in debiased[slot].map { (offset, $0) } }
            let result = layers[index].forward(
                LayerInput(
                    inputs: node.sources.map { $0 < 0 ? samples : pass.activations[$0] }, samples: batch.count, node: node,
                    parameters: values[slots[index]].map { $0.values.map { Double($0) } }, training: training,
                    averages: Dictionary(uniqueKeysWithValues: averages)))
            pass.outputs = layers[index].lastActivation.under(semantics).apply(
                result.values, width: node.output.extents.last ?? 1)
            pass.results.append(result)
            pass.activations.append(pass.outputs)
        }
        return pass
    }

    /// A forward pass in training mode, and the gradient of the loss by every parameter that the optimizer changes.
    private func differentiate(_ batch: EngineBatch) throws(EngineError) -> (Pass, loss: Double, gradients: [Int: [Double]]) {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targetWidth: compiled.head.targetWidth)
        let pass = forward(batch, frozen: compiled.frozen)
        let (loss, slope) = try compiled.head.compute(
            pass.ending(compiled.head), targets: batch.targets, weights: batch.weights)
        var gradients: [Int: [Double]] = [:]
        let trained = compiled.updates.trained
        let differentiated = network.differentiated(frozen: compiled.frozen)
        // The gradients of each layer's outputs: the sum over those that read it, the last reader's first.
        var slopes: [Int: [Double]] = [network.layers.count - 1: slope]
        for (index, node) in network.layers.enumerated().reversed() where differentiated[index] {
            guard var gradient = slopes.removeValue(forKey: index) else { continue }
            let isLast = index == network.layers.count - 1
            if !(isLast && compiled.head.takesLogits) {
                gradient = layers[index].lastActivation.under(semantics).backward(
                    inputs: pass.results[index].values, outputs: pass.activations[index], gradient: gradient,
                    width: node.output.extents.last ?? 1)
            }
            let result = pass.results[index].backward(gradient)
            for (slot, values) in zip(slots[index], result.parameters) where trained.contains(slot) {
                gradients[slot] = values
            }
            for (source, slope) in zip(node.sources, result.inputs) where source >= 0 && differentiated[source] {
                slopes[source] = slopes[source].map { zip($0, slope).map { $0 + $1 } } ?? slope
            }
        }
        for (index, entry) in network.parameters.enumerated() {
            guard let penalty = entry.parameter.penalty, let gradient = gradients[index] else { continue }
            gradients[index] = zip(gradient, values[index].values).map { slope, value in
                slope + penalty.l1 * (value > 0 ? 1 : value < 0 ? -1 : 0) + 2 * penalty.l2 * Double(value)
            }
        }
        return (pass, loss + penalty(), gradients)
    }
}
