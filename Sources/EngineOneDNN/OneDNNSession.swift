import Engine
import Network
import Randomness

/// One model: parameters in oneDNN's layouts, and a program for each batch size and purpose that it has met.
public final class OneDNNSession: GradientSession, DescribingSession, ProfilingSession {
    /// The network it computes.
    public let network: NetworkDefinition
    /// The optimizer's rate for the next step.
    public var learningRate: Float {
        get { compiled?.schedule?.rate(at: step) ?? constantRate }
        set { constantRate = newValue }
    }
    /// The number of steps since `compile`.
    public private(set) var step = 0

    private let semantics: Semantics
    private let key: RandomKey
    private let parallel: Parallel
    private let store: ParameterStore
    private let library: ProgramLibrary
    private var compiled: Compiled?

    private var constantRate: Float = 0

    private struct Compiled {
        let head: LossHead
        let updates: ParameterUpdates
        /// The optimizer's arrays for each parameter.
        let rememberedArrays: Int
        /// Nil where the rate is a number.
        let schedule: LearningRate?
        var frozen: Set<String>
        var penalties: Penalties
    }

    init(
        network: NetworkDefinition, semantics: Semantics, key: RandomKey, parallel: Parallel, kernels: FastKernels?,
        featureBudget: Int = FeatureStore.budget, featureDisk: DiskBudget? = nil
    ) throws(EngineError) {
        try network.checkShapes()
        if let node = network.layers.first(where: { !($0.layer.value is any OneDNNLayer) }) {
            throw .unsupported(layer: node.name, reason: "the oneDNN engine cannot compute \(node.layer.name)")
        }
        parallel.activate()
        self.network = network
        self.semantics = semantics
        self.key = key
        self.parallel = parallel
        let device = try Device()
        store = try ParameterStore(network, values: InitialValues.draw(network, key: key), device: device)
        library = ProgramLibrary(
            network, semantics: semantics, parallel: parallel, device: device, store: store, kernels: kernels,
            featureBudget: featureBudget, featureDisk: featureDisk)
    }

    /// A copy of every parameter, in Keras's layout.
    public func parameters() throws(EngineError) -> [Tensor] {
        parallel.activate()
        return try store.values()
    }

    /// Replaces every parameter.
    public func setParameters(_ values: [Tensor]) throws(EngineError) {
        try network.check(parameters: values)
        parallel.activate()
        try store.set(values)
    }

    /// What moving averages keep beside their values.
    public func averages() -> [Int: DebiasedAverage] {
        let kept = store.slots.enumerated().compactMap { index, slot in slot.average.map { (index, $0) } }
        return Dictionary(uniqueKeysWithValues: kept)
    }

    /// Puts moving averages where those of another session were.
    public func setAverages(_ averages: [Int: DebiasedAverage]) throws(EngineError) {
        try network.check(averages: averages)
        for (index, slot) in store.slots.enumerated() { slot.average = averages[index] }
    }

    /// Gives the model a loss, a fresh optimizer and its frozen layers.
    public func compile(_ compilation: Compilation) throws(EngineError) {
        try network.check(compilation)
        let head = try LossHead(compilation.loss, network: network, semantics: semantics)
        let updates = try ParameterUpdates(compilation, network: network, store: store, parallel: parallel)
        if compiled?.frozen != compilation.frozen { library.freezeChanged() }
        let rate = compilation.optimizer.learningRate
        compiled = Compiled(
            head: head, updates: updates, rememberedArrays: compilation.optimizer.rememberedArrays,
            schedule: rate.isSchedule ? rate : nil, frozen: compilation.frozen, penalties: penalties(compilation.frozen))
        constantRate = rate.rate(at: 0)
        step = 0
    }

    /// Changes which layers are frozen, without a fresh optimizer.
    public func setFrozen(_ frozen: Set<String>) throws(EngineError) {
        guard let updates = compiled?.updates else { throw .notCompiled }
        try network.check(frozen: frozen)
        guard compiled?.frozen != frozen else { return }
        library.freezeChanged()
        updates.keep(network.trained(frozen: frozen))
        compiled?.frozen = frozen
        compiled?.penalties = penalties(frozen)
    }

    private func penalties(_ frozen: Set<String>) -> Penalties {
        Penalties(network, counted: network.trained(frozen: frozen), store: store, parallel: parallel)
    }

    /// Puts moving averages of parameters in their place.
    public func finishTraining() throws(EngineError) {
        guard let compiled else { throw .notCompiled }
        parallel.activate()
        compiled.updates.finish()
    }

    /// What the optimizer remembers, in Keras's layout.
    public func optimizerState() throws(EngineError) -> OptimizerState {
        guard let compiled else { throw .notCompiled }
        parallel.activate()
        let (moments, begun) = try compiled.updates.remembered()
        return OptimizerState(step: step, learningRate: learningRate, moments: moments, begun: begun)
    }

    /// Puts the optimizer where another session's was.
    public func setOptimizerState(_ state: OptimizerState) throws(EngineError) {
        guard let compiled else { throw .notCompiled }
        try compiled.updates.remember(state)
        learningRate = state.learningRate
        step = state.step
    }

    /// One training step.
    public func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targetWidth: compiled.head.targetWidth)
        var run = Run(batch, key: key, step: step, head: compiled.head)
        let program = try library.program(for: &run, .training, frozen: compiled.frozen)
        try program.run(&run)
        try program.update(&run)
        let loss = run.loss + compiled.penalties.loss
        compiled.penalties.add(to: program.gradients)
        try compiled.updates.apply(program.gradients, step: step, rate: learningRate)
        step += 1
        return BatchResult(outputs: run.outputs, loss: loss)
    }

    /// The samples of an inference program; see ``InferenceCount``. 1 where outputs could depend on how samples are grouped.
    public var inferenceCount: Int { library.inferenceCount ?? 1 }

    /// Outputs and loss in inference mode.
    public func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult { try evaluate([batch])[0] }

    /// Outputs and losses in inference mode: samples are computed together, whatever batch they are in.
    public func evaluate(_ batches: [EngineBatch]) throws(EngineError) -> [BatchResult] {
        guard let compiled else { throw .notCompiled }
        for batch in batches { try batch.check(for: network, targetWidth: compiled.head.targetWidth) }
        guard batches.count == 1 || library.inferenceCount != nil else {
            var results: [BatchResult] = []
            for batch in batches { results += try evaluate([batch]) }
            return results
        }
        let (logits, outputs) = try infer(EngineBatch(inputsOf: batches))
        let penalty = compiled.penalties.loss
        var results: [BatchResult] = []
        var first = 0
        for batch in batches {
            let range = first..<first + batch.count * compiled.head.width
            let values = (compiled.head.takesLogits ? logits : outputs)[range].map { Double($0) }
            let loss = try compiled.head.compute(values, targets: batch.targets, weights: batch.weights).loss
            results.append(BatchResult(outputs: Array(outputs[range]), loss: loss + penalty))
            first = range.upperBound
        }
        return results
    }

    /// Outputs in inference mode.
    public func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] {
        try batch.check(for: network, targetWidth: nil)
        return try infer(batch).outputs
    }

    /// Runs samples through inference programs, a few at a time.
    private func infer(_ batch: EngineBatch) throws(EngineError) -> (logits: [Float], outputs: [Float]) {
        let most = library.inferenceCount ?? batch.count
        var (logits, outputs): ([Float], [Float]) = ([], [])
        for first in stride(from: 0, to: batch.count, by: most) {
            var run = Run(batch, samples: first..<min(first + most, batch.count), key: key, step: step)
            try library.program(for: &run, .inference, frozen: compiled?.frozen ?? []).run(&run)
            logits += run.logits
            outputs += run.outputs
        }
        return (logits, outputs)
    }

    /// The loss of a batch in training mode and its gradients.
    public func gradients(_ batch: EngineBatch) throws(EngineError) -> (loss: Double, gradients: [Tensor]) {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targetWidth: compiled.head.targetWidth)
        var run = Run(batch, key: key, step: step, head: compiled.head)
        let program = try library.program(for: &run, .training, frozen: compiled.frozen)
        try program.run(&run)
        compiled.penalties.add(to: program.gradients)
        var result: [Tensor] = []
        for (index, slot) in store.slots.enumerated() {
            if let base = program.gradients[index]?.baseAddress {
                result.append(try store.tensor(slot, at: UnsafeMutableRawPointer(base)))
            } else {
                result.append(Tensor(shape: slot.shape, repeating: 0))
            }
        }
        return (run.loss + compiled.penalties.loss, result)
    }

    /// What a program does.
    public func programDescription(count: Int, training: Bool) throws(EngineError) -> ProgramDescription {
        if training, compiled == nil { throw .notCompiled }
        var description = try library.program(count, training ? .training : .inference, frozen: compiled?.frozen ?? [])
            .description
        description.parameterByteCount = store.byteCount
        if training, let compiled {
            description.features = library.keptFeatures(frozen: compiled.frozen)
            description.parameterByteCount += 4 * compiled.rememberedArrays * network.trainableCount(frozen: compiled.frozen)
        }
        return description
    }

    /// Does `steps` steps on a batch, after two that do not count, and gives the times of each call.
    ///
    /// What a step's calls leave of its time is the optimizer, checks, and copies of outputs.
    public func profile(_ batch: EngineBatch, training: Bool, steps: Int) throws(EngineError) -> StepProfile {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targetWidth: compiled.head.targetWidth)
        var batch = batch
        batch.identities = nil
        func step() throws(EngineError) {
            if training {
                _ = try trainStep(batch)
            } else {
                var run = Run(batch, key: key, step: self.step)
                try library.program(batch.count, .inference, frozen: compiled.frozen).run(&run)
            }
        }
        for _ in 0..<2 { try step() }
        let program = try library.program(batch.count, training ? .training : .inference, frozen: compiled.frozen)
        let stopwatch = Stopwatch(calls: program.description.operations.count)
        program.stopwatch = stopwatch
        defer { program.stopwatch = nil }
        for _ in 0..<max(steps, 1) {
            let began = stopwatch.clock.now
            try step()
            stopwatch.finish(since: began)
        }
        let loss = program.description.operations.lastIndex { $0.name == "loss" } ?? program.description.operations.count
        return StepProfile(
            calls: program.description.operations.enumerated().map { index, call in
                StepProfile.Call(
                    layer: call.layer, name: call.name, kernel: call.implementation, isBackward: index > loss,
                    seconds: StepProfile.median(stopwatch.calls[index]))
            }, steps: stopwatch.steps, programBytes: program.description.byteCount)
    }
}
