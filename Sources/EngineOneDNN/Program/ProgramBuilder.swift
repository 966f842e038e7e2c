import CDNNL
import Engine
import Network

/// What a program is for.
enum Purpose: Hashable {
    /// Outputs, with moving statistics and without dropout.
    case inference
    /// Outputs, loss and gradients.
    case training
}

/// Makes a program: layers append what they do, forward at once and backward on a tape that is then played in reverse.
final class ProgramBuilder {
    let network: NetworkDefinition
    let semantics: Semantics
    let device: Device
    let parallel: Parallel
    let store: ParameterStore
    let count: Int
    let purpose: Purpose
    /// Whether activations are channels last everywhere; otherwise each convolution chooses, and the others follow.
    let channelsLast: Bool

    /// The function that the head applies instead of the last layer, so that the loss can be computed from its inputs.
    private(set) var headActivation = ActivationFunction.linear

    private let lowestTrainable: Int
    private let frozen: Set<String>
    private var taken: Set<Int> = []
    private var tape: [Backward] = []
    var operations: [Operation] = []
    var updates: [Operation] = []
    var requests: [MemoryPlan.Request] = []
    private var adoptions: [Int: Layout] = [:]
    private var gradients: [Int: ProgramTensor] = [:]

    typealias Backward = (ProgramTensor) throws(EngineError) -> ProgramTensor?
    typealias Binding = (Addresses) throws(EngineError) -> Program.Body

    /// A call that waits for addresses.
    struct Operation {
        var description: OneDNNOperation
        var bind: Binding
    }

    init(
        network: NetworkDefinition, semantics: Semantics, device: Device, parallel: Parallel, store: ParameterStore, count: Int,
        purpose: Purpose, frozen: Set<String>, channelsLast: Bool
    ) {
        self.network = network
        self.semantics = semantics
        self.device = device
        self.parallel = parallel
        self.store = store
        self.count = count
        self.purpose = purpose
        self.frozen = frozen
        self.channelsLast = channelsLast
        let trainable = network.layers.firstIndex { node in
            !frozen.contains(node.name) && node.parameters.contains { $0.role == .trainable }
        }
        lowestTrainable = purpose == .training ? trainable ?? network.layers.count : network.layers.count
    }

    // MARK: The whole

    /// Builds everything and binds it to memory.
    func build(in arena: Arena) throws(EngineError) -> Program {
        defer { tape = [] }
        var value = try appendInput()
        var first = 0
        for (index, node) in network.layers.enumerated() {
            let parameters = node.parameters
            let site = Site(
                index: index, node: node, firstParameter: first, parameters: parameters, isFrozen: frozen.contains(node.name),
                isTraining: purpose == .training, isDifferentiated: index >= lowestTrainable, propagates: index > lowestTrainable)
            first += parameters.count
            if taken.contains(index) { continue }
            guard let layer = node.layer.value as? any OneDNNLayer else {
                throw .unsupported(layer: node.name, reason: "the oneDNN engine has no \(node.layer.name)")
            }
            value = try layer.append(to: self, at: site, value)
        }
        let width = network.output.count
        let last = network.layers.last?.name ?? "input"
        value = try appendPlain(value, layer: last, isDifferentiated: lowestTrainable < network.layers.count)
        var gradient = try appendHead(value, width: width, layer: last)
        while let next = gradient, let backward = tape.popLast() { gradient = try backward(next) }
        return try bind(in: arena)
    }

    private func bind(in arena: Arena) throws(EngineError) -> Program {
        if purpose == .training, !store.isAdopted { try store.adopt(adoptions) }
        let plan = MemoryPlan(requests)
        let memory = try arena.reserve(plan.byteCount)
        let addresses = Addresses(base: memory.base, offsets: plan.offsets)
        var bodies: [Program.Body] = []
        for operation in operations { bodies.append(try operation.bind(addresses)) }
        var later: [Program.Body] = []
        for operation in updates { later.append(try operation.bind(addresses)) }
        return Program(
            description: (operations + updates).map(\.description), memory: memory, byteCount: plan.byteCount, bodies: bodies,
            updates: later,
            gradients: gradients.mapValues { addresses.floats($0) })
    }

    // MARK: Tensors

    /// A new array, alive from its first to its last use.
    func tensor(_ layout: Layout) -> ProgramTensor {
        requests.append(MemoryPlan.Request(byteCount: layout.byteCount, first: .max, last: -1))
        return ProgramTensor(buffer: .planned(requests.count - 1), layout: layout, rectifier: nil)
    }

    /// Extends the lifetimes of arrays to the operation that is appended next.
    func touch(_ tensors: [ProgramTensor]) {
        for tensor in tensors {
            guard case .planned(let index) = tensor.buffer else { continue }
            requests[index].first = min(requests[index].first, operations.count)
            requests[index].last = max(requests[index].last, operations.count)
        }
    }

    /// Keeps an array until the end of the program, for what follows it.
    func keep(_ tensor: ProgramTensor) {
        if case .planned(let index) = tensor.buffer { requests[index].last = .max }
    }

    /// Puts the backward half of a layer on the tape; it returns nil where nothing below needs a gradient.
    func onBackward(_ backward: @escaping Backward) { tape.append(backward) }

    // MARK: Parameters

    /// A parameter in its own layout.
    func parameter(_ index: Int) -> ProgramTensor {
        ProgramTensor(buffer: .slot(store.slots[index]), layout: adoptions[index] ?? store.slots[index].layout, rectifier: nil)
    }

    /// A parameter in the layout that a forward primitive wants; the first training program makes it the parameter's own.
    func weights(_ index: Int, forward wanted: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        if purpose == .training, !store.isAdopted { adoptions[index] = wanted }
        return try weights(index, as: wanted, layer: layer)
    }

    /// A parameter in some layout: its own, or a copy that is renewed whenever the parameter has changed.
    func weights(_ index: Int, as wanted: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        let own = parameter(index)
        guard own.layout != wanted else { return own }
        let slot = store.slots[index]
        let copy = try ParameterCopy(wanted)
        let result = ProgramTensor(buffer: .slot(copy), layout: wanted, rectifier: nil)
        try appendReorder(own, result, layer: layer, of: "weights") {
            defer { copy.version = slot.version }
            return copy.version == slot.version
        }
        return result
    }

    /// A place for the gradient of a parameter, in the layout in which a primitive gives it.
    func gradient(_ layout: Layout) -> ProgramTensor { tensor(layout) }

    /// Says that a tensor is the gradient of a parameter; it is brought into the parameter's layout.
    func setGradient(_ index: Int, _ gradient: ProgramTensor, layer: String) throws(EngineError) {
        let gradient = try reordered(gradient, to: parameter(index).layout, layer: layer, of: "a weight gradient")
        gradients[index] = gradient
        keep(gradient)
    }

    // MARK: Fusion

    /// Whether the layer after a site is an Activation of this function; if so, it is now the site's.
    func takesActivation(_ function: ActivationFunction, after site: Site) -> Bool {
        let next = site.index + 1
        guard next < network.layers.count, let activation = network.layers[next].layer.value as? Activation,
            activation.activation == function
        else { return false }
        taken.insert(next)
        return true
    }

    /// Whether the head applies a site's activation: sigmoid or softmax at the end of the network.
    func headTakes(_ function: ActivationFunction, at site: Site) -> Bool {
        guard site.index == network.layers.count - 1, site.node.output.rank == 1, function == .sigmoid || function == .softmax
        else {
            return false
        }
        headActivation = function
        return true
    }
}
