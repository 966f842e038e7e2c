import Engine
import Network
import Randomness

/// One model of the reference engine.
final class ReferenceSession: GradientSession {
    let network: NetworkDefinition
    var learningRate: Float = 0
    private(set) var step = 0

    private let semantics: Semantics
    private let key: RandomKey
    private let layers: [any ReferenceLayer]
    /// The indices of each layer's parameters in `values`.
    private let slots: [Range<Int>]
    private var values: [Tensor]
    private var debiased: [Int: DebiasedAverage] = [:]
    private var compiled: Compiled?

    private struct Compiled {
        let head: LossHead
        let frozen: Set<String>
        /// One for each parameter that the optimizer changes.
        var states: [Int: any ReferenceOptimizerState]
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
        try network.check(frozen: compilation.frozen)
        guard let optimizer = compilation.optimizer as? any ReferenceOptimizer else {
            let kind = type(of: compilation.optimizer).kind
            throw .unsupported(layer: kind, reason: "the reference engine cannot compute the optimizer \(kind)")
        }
        let head = try LossHead(compilation.loss, network: network, semantics: semantics)
        var states: [Int: any ReferenceOptimizerState] = [:]
        for (index, entry) in network.parameters.enumerated()
        where entry.parameter.role == .trainable && !compilation.frozen.contains(network.layers[entry.layer].name) {
            states[index] = optimizer.state(count: entry.parameter.count)
        }
        compiled = Compiled(head: head, frozen: compilation.frozen, states: states)
        learningRate = Float(optimizer.learningRate)
        step = 0
    }

    func optimizerState() throws(EngineError) -> OptimizerState {
        guard let compiled else { throw .notCompiled }
        let moments = values.indices.map { index in
            // Before the first step all moments are zero.
            (step > 0 ? compiled.states[index]?.moments ?? [] : []).map { Self.halves($0, shape: values[index].shape) }
        }
        return OptimizerState(step: step, learningRate: learningRate, moments: moments)
    }

    func setOptimizerState(_ state: OptimizerState) throws(EngineError) {
        guard var compiled else { throw .notCompiled }
        guard state.moments.count == values.count else { throw .mismatch("moments of \(state.moments.count) parameters") }
        for (index, tensors) in state.moments.enumerated() {
            guard var slot = compiled.states[index] else {
                guard tensors.isEmpty else { throw .mismatch("parameter \(index) is not trained, and has moments") }
                continue
            }
            let isFresh = tensors.isEmpty
            guard isFresh || slot.moments.count == tensors.count,
                tensors.allSatisfy({ $0.shape == values[index].shape + [2] })
            else { throw .mismatch("the moments of parameter \(index) are of another optimizer or shape") }
            slot.moments = isFresh ? slot.moments.map { $0.map { _ in 0 } } : tensors.map { Self.doubles($0) }
            compiled.states[index] = slot
        }
        self.compiled = compiled
        learningRate = state.learningRate
        step = state.step
    }

    /// Doubles in a tensor of floats: each as the two halves of its bits, so that none is lost.
    private static func halves(_ values: [Double], shape: [Int]) -> Tensor {
        var tensor = Tensor(shape: shape + [2], repeating: 0)
        for (index, value) in values.enumerated() {
            tensor.values[2 * index] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern >> 32))
            tensor.values[2 * index + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern))
        }
        return tensor
    }

    private static func doubles(_ tensor: Tensor) -> [Double] {
        stride(from: 0, to: tensor.values.count - 1, by: 2).map { index in
            Double(
                bitPattern: UInt64(tensor.values[index].bitPattern) << 32 | UInt64(tensor.values[index + 1].bitPattern))
        }
    }

    func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] {
        try batch.check(for: network, targets: false)
        return forward(batch, frozen: nil).outputs.map { Float($0) }
    }

    func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        let pass = forward(batch, frozen: nil)
        let (loss, _) = try compiled.head.compute(pass.ending(compiled.head), targets: batch.targets, weights: batch.weights)
        return BatchResult(outputs: pass.outputs.map { Float($0) }, loss: loss)
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
        step += 1
        for (index, gradient) in gradients {
            let old = values[index].values.map { Double($0) }
            let new = compiled?.states[index]?.updated(old, gradient: gradient, step: step, rate: Double(learningRate))
            if let new { values[index].values = new.map { Float($0) } }
        }
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
            pass.outputs = layers[index].lastActivation.apply(result.values, width: node.output.extents.last ?? 1)
            pass.results.append(result)
            pass.activations.append(pass.outputs)
        }
        return pass
    }

    /// A forward pass in training mode, and the gradient of the loss by every parameter that the optimizer changes.
    private func differentiate(_ batch: EngineBatch) throws(EngineError) -> (Pass, loss: Double, gradients: [Int: [Double]]) {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        let pass = forward(batch, frozen: compiled.frozen)
        let (loss, slope) = try compiled.head.compute(
            pass.ending(compiled.head), targets: batch.targets, weights: batch.weights)
        var gradients: [Int: [Double]] = [:]
        let differentiated = network.differentiated(frozen: compiled.frozen)
        // The gradients of each layer's outputs: the sum over those that read it, the last reader's first.
        var slopes: [Int: [Double]] = [network.layers.count - 1: slope]
        for (index, node) in network.layers.enumerated().reversed() where differentiated[index] {
            guard var gradient = slopes.removeValue(forKey: index) else { continue }
            let isLast = index == network.layers.count - 1
            if !(isLast && compiled.head.takesLogits) {
                gradient = layers[index].lastActivation.backward(
                    outputs: pass.activations[index], gradient: gradient, width: node.output.extents.last ?? 1)
            }
            let result = pass.results[index].backward(gradient)
            for (slot, values) in zip(slots[index], result.parameters) where compiled.states[slot] != nil {
                gradients[slot] = values
            }
            for (source, slope) in zip(node.sources, result.inputs) where source >= 0 && differentiated[source] {
                slopes[source] = slopes[source].map { zip($0, slope).map { $0 + $1 } } ?? slope
            }
        }
        return (pass, loss, gradients)
    }
}
