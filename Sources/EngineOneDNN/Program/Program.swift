import Engine
import Randomness

/// What a run of a program is given, and what it gives.
struct Run {
    /// The samples.
    let batch: EngineBatch
    /// Where dropout masks begin.
    let key: RandomKey
    /// The optimizer's step, from 0.
    let step: Int
    /// The loss; nil where only outputs are wanted.
    let head: LossHead?
    /// Outputs after the last activation, row-major.
    var outputs: [Float] = []
    /// The weighted mean loss.
    var loss = 0.0
}

/// A network made into a fixed list of calls on fixed addresses, for one batch size and one purpose.
final class Program {
    typealias Body = (inout Run) throws(EngineError) -> Void

    /// What it does.
    let description: ProgramDescription
    /// The gradient of each parameter that has one, by the parameter's index, in the layout of its slot. Valid after `run`.
    let gradients: [Int: UnsafeMutableBufferPointer<Float>]

    /// Takes the time of every call; nil where nobody asks for it.
    var stopwatch: Stopwatch?

    /// Shared with the session's other programs: nothing in it outlives a step.
    let memory: Storage
    private let bodies: [Body]
    private let updates: [Body]

    init(
        description: ProgramDescription, memory: Storage, bodies: [Body], updates: [Body],
        gradients: [Int: UnsafeMutableBufferPointer<Float>]
    ) {
        self.description = description
        self.memory = memory
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
