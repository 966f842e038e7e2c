import Engine
import Network
import Randomness

/// One model: parameters in oneDNN's layouts, and a program for each batch size and purpose that it has met.
public final class OneDNNSession: GradientSession, DescribingSession, ProfilingSession {
    /// The network it computes.
    public let network: NetworkDefinition
    /// The optimizer's rate for the next step.
    public var learningRate: Float = 0
    /// The number of steps since `compile`.
    public private(set) var step = 0

    private let semantics: Semantics
    private let key: RandomKey
    private let parallel: Parallel
    private let device: Device
    private let store: ParameterStore
    private let kernels: FastKernels?
    private let arena = Arena()
    private var programs: [ProgramKey: Program] = [:]
    private var compiled: Compiled?

    private struct ProgramKey: Hashable {
        let count: Int
        let purpose: Purpose
    }

    private struct Compiled {
        let head: LossHead
        let optimizer: any OneDNNOptimizer
        let frozen: Set<String>
        var states: [Int: any OneDNNOptimizerState] = [:]
    }

    init(
        network: NetworkDefinition, semantics: Semantics, key: RandomKey, parallel: Parallel, kernels: FastKernels?
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
        self.kernels = kernels
        device = try Device()
        store = try ParameterStore(network, values: InitialValues.draw(network, key: key), device: device)
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

    /// Gives the model a loss, a fresh optimizer and its frozen layers.
    public func compile(_ compilation: Compilation) throws(EngineError) {
        try network.check(frozen: compilation.frozen)
        guard let optimizer = compilation.optimizer as? any OneDNNOptimizer else {
            let kind = type(of: compilation.optimizer).kind
            throw .unsupported(layer: kind, reason: "the oneDNN engine cannot compute the optimizer \(kind)")
        }
        let head = try LossHead(compilation.loss, network: network, semantics: semantics)
        if compiled?.frozen != compilation.frozen { programs = programs.filter { $0.key.purpose == .inference } }
        compiled = Compiled(head: head, optimizer: optimizer, frozen: compilation.frozen)
        learningRate = Float(optimizer.learningRate)
        step = 0
    }

    /// One training step.
    public func trainStep(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        guard var compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        let program = try program(batch.count, .training, frozen: compiled.frozen)
        var run = Run(batch: batch, key: key, step: step, head: compiled.head)
        try program.run(&run)
        try program.update(&run)
        for (index, gradient) in program.gradients {
            let slot = store.slots[index]
            if compiled.states[index] == nil { compiled.states[index] = try compiled.optimizer.state(count: gradient.count) }
            compiled.states[index]?.update(
                slot.storage.floats, gradient: gradient, step: step + 1, rate: learningRate, parallel: parallel)
            slot.version += 1
        }
        self.compiled = compiled
        step += 1
        return BatchResult(outputs: run.outputs, loss: run.loss)
    }

    /// Outputs and loss in inference mode.
    public func evaluate(_ batch: EngineBatch) throws(EngineError) -> BatchResult {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        var run = Run(batch: batch, key: key, step: step, head: compiled.head)
        try program(batch.count, .inference, frozen: []).run(&run)
        return BatchResult(outputs: run.outputs, loss: run.loss)
    }

    /// Outputs in inference mode.
    public func predict(_ batch: EngineBatch) throws(EngineError) -> [Float] {
        try batch.check(for: network, targets: false)
        var run = Run(batch: batch, key: key, step: step, head: nil)
        try program(batch.count, .inference, frozen: []).run(&run)
        return run.outputs
    }

    /// The loss of a batch in training mode and its gradients.
    public func gradients(_ batch: EngineBatch) throws(EngineError) -> (loss: Double, gradients: [Tensor]) {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        let program = try program(batch.count, .training, frozen: compiled.frozen)
        var run = Run(batch: batch, key: key, step: step, head: compiled.head)
        try program.run(&run)
        var result: [Tensor] = []
        for (index, slot) in store.slots.enumerated() {
            if let base = program.gradients[index]?.baseAddress {
                result.append(try store.tensor(slot, at: UnsafeMutableRawPointer(base)))
            } else {
                result.append(Tensor(shape: slot.shape, repeating: 0))
            }
        }
        return (run.loss, result)
    }

    /// What a program does.
    public func programDescription(count: Int, training: Bool) throws(EngineError) -> ProgramDescription {
        if training, compiled == nil { throw .notCompiled }
        return try program(count, training ? .training : .inference, frozen: compiled?.frozen ?? []).description
    }

    /// Does `steps` steps on a batch, after two that do not count, and gives the times of each call.
    ///
    /// What a step's calls leave of its time is the optimizer, checks, and copies of outputs.
    public func profile(_ batch: EngineBatch, training: Bool, steps: Int) throws(EngineError) -> StepProfile {
        guard let compiled else { throw .notCompiled }
        try batch.check(for: network, targets: true)
        func step() throws(EngineError) { _ = try training ? trainStep(batch) : evaluate(batch) }
        for _ in 0..<2 { try step() }
        let program = try program(batch.count, training ? .training : .inference, frozen: training ? compiled.frozen : [])
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

    private func program(_ count: Int, _ purpose: Purpose, frozen: Set<String>) throws(EngineError) -> Program {
        parallel.activate()
        let key = ProgramKey(count: count, purpose: purpose)
        if let program = programs[key] { return program }
        // The first training program gives parameters new places, to which older programs would not be bound.
        if purpose == .training, !store.isAdopted { programs = [:] }
        let program = try build(count, purpose, frozen)
        programs = programs.filter { $0.value.memory === program.memory }
        programs[key] = program
        return program
    }

    /// Lets convolutions choose their layouts; one that then has no fast implementation (few channels in the middle of a
    /// network) is channels last.
    private func build(_ count: Int, _ purpose: Purpose, _ frozen: Set<String>) throws(EngineError) -> Program {
        let setting = ProgramSetting(
            network: network, semantics: semantics, device: device, parallel: parallel, store: store, kernels: kernels,
            count: count, purpose: purpose, frozen: frozen)
        var channelsLast: Set<Int> = []
        while true {
            do throws(EngineError) {
                return try ProgramBuilder(setting, channelsLast: channelsLast).build(in: arena)
            } catch {
                guard case .unsupported(let name, _) = error,
                    let index = network.layers.firstIndex(where: { $0.name == name && $0.layer.value is Conv2D }),
                    channelsLast.insert(index).inserted
                else { throw error }
            }
        }
    }
}
