import Engine
import Randomness

/// What a run of a program is given, and what it gives.
struct Run {
    /// Where the samples are.
    let batch: EngineBatch
    /// Which of them the program computes.
    let samples: Range<Int>
    /// Where dropout masks begin.
    let key: RandomKey
    /// The optimizer's step, from 0.
    let step: Int
    /// The loss of a training step.
    let head: LossHead?
    /// What the layers below a split give, sample by sample, as it lies: for the program above, or from the program below.
    var features: [[Float]] = []
    /// Inputs of the function that the head applies, row-major.
    var logits: [Float] = []
    /// Outputs after the last activation, row-major.
    var outputs: [Float] = []
    /// The weighted mean loss of a training step.
    var loss = 0.0

    /// A run on all samples of a batch, or on some.
    init(_ batch: EngineBatch, samples: Range<Int>? = nil, key: RandomKey, step: Int, head: LossHead? = nil) {
        self.batch = batch
        self.samples = samples ?? 0..<batch.count
        self.key = key
        self.step = step
        self.head = head
    }

    /// Calls `body` with the inputs where they are.
    ///
    /// - Parameter count: The values that the program reads.
    /// - Throws: ``EngineError/mismatch(_:)`` where there are not as many.
    func withInputs(_ count: Int, _ body: (UnsafePointer<Float>) -> Void) throws(EngineError) {
        let width = batch.inputs.count / max(batch.count, 1)
        let isWhole = batch.inputs.withUnsafeBufferPointer { values in
            guard samples.count * width == count, samples.upperBound <= batch.count, let base = values.baseAddress else {
                return false
            }
            body(base + samples.lowerBound * width)
            return true
        }
        guard isWhole else { throw .mismatch("\(samples.count * width) input values for a program of \(count)") }
    }
}

/// A network made into a fixed list of calls on fixed addresses, for one batch size and one purpose.
final class Program {
    typealias Body = (inout Run) throws(EngineError) -> Void

    /// What it does.
    let description: ProgramDescription
    /// The gradient of each parameter that has one, by the parameter's index, in the layout of its slot. Valid after `run`.
    let gradients: [Int: UnsafeMutableBufferPointer<Float>]

    /// How the features lie that a program below a split gives.
    let output: Layout?

    /// Takes the time of every call; nil where nobody asks for it.
    var stopwatch: Stopwatch?

    /// Shared with the session's other programs: nothing in it outlives a step.
    let memory: Storage
    private let bodies: [Body]
    private let updates: [Body]

    init(
        description: ProgramDescription, memory: Storage, output: Layout?, bodies: [Body], updates: [Body],
        gradients: [Int: UnsafeMutableBufferPointer<Float>]
    ) {
        self.description = description
        self.memory = memory
        self.output = output
        self.bodies = bodies
        self.updates = updates
        self.gradients = gradients
    }

    /// Forward, and backward where it is a program for training.
    func run(_ run: inout Run) throws(EngineError) { try call(bodies, numbered: 0, &run) }

    /// What a training step changes besides what the optimizer does: moving statistics. Follows `run`.
    func update(_ run: inout Run) throws(EngineError) { try call(updates, numbered: bodies.count, &run) }

    /// Calls bodies in order; `first` is the place of the first of them in `description`.
    private func call(_ calls: [Body], numbered first: Int, _ run: inout Run) throws(EngineError) {
        guard let stopwatch else {
            for body in calls { try body(&run) }
            return
        }
        for (index, body) in calls.enumerated() {
            let began = stopwatch.clock.now
            try body(&run)
            stopwatch.note(first + index, since: began)
        }
    }
}

/// Where the buffers of a program lie, once that is decided.
struct Addresses {
    let base: UnsafeMutableRawPointer
    let offsets: [Int]

    /// The first byte of a tensor.
    func address(_ tensor: ProgramTensor) -> UnsafeMutableRawPointer {
        switch tensor.buffer {
        case .planned(let index): base + offsets[index] + tensor.offset
        case .slot(let slot): slot.storage.base
        }
    }

    /// A tensor's values, padding included.
    func floats(_ tensor: ProgramTensor) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            start: address(tensor).assumingMemoryBound(to: Float.self), count: tensor.layout.byteCount / 4)
    }

    /// A tensor's first value.
    func values(_ tensor: ProgramTensor) -> UnsafeMutablePointer<Float> { address(tensor).assumingMemoryBound(to: Float.self) }

    /// Tensors as a primitive's arguments.
    func memories(
        _ arguments: [(index: Int32, tensor: ProgramTensor)], _ device: Device
    ) throws(EngineError) -> [(index: Int32, memory: Memory)] {
        var result: [(index: Int32, memory: Memory)] = []
        for (index, tensor) in arguments {
            result.append((index, try Memory(tensor.layout, at: address(tensor), device: device)))
        }
        return result
    }
}
