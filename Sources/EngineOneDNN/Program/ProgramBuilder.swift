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
    private var operations: [Operation] = []
    private var updates: [Operation] = []
    private var requests: [MemoryPlan.Request] = []
    private var adoptions: [Int: Layout] = [:]
    private var gradients: [Int: ProgramTensor] = [:]

    typealias Backward = (ProgramTensor) throws(EngineError) -> ProgramTensor?
    typealias Binding = (Addresses) throws(EngineError) -> Program.Body

    private struct Operation {
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
    func build() throws(EngineError) -> Program {
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
        return try bind()
    }

    private func bind() throws(EngineError) -> Program {
        if purpose == .training, !store.isAdopted { try store.adopt(adoptions) }
        let plan = MemoryPlan(requests)
        let memory = try Storage(byteCount: plan.byteCount)
        let addresses = Addresses(base: memory.base, offsets: plan.offsets)
        var bodies: [Program.Body] = []
        for operation in operations { bodies.append(try operation.bind(addresses)) }
        var later: [Program.Body] = []
        for operation in updates { later.append(try operation.bind(addresses)) }
        return Program(
            description: (operations + updates).map(\.description), memory: memory, bodies: bodies, updates: later,
            gradients: gradients.mapValues { addresses.floats($0) })
    }

    // MARK: Tensors

    /// A new array, alive from its first to its last use.
    func tensor(_ layout: Layout) -> ProgramTensor {
        requests.append(MemoryPlan.Request(byteCount: layout.byteCount, first: .max, last: -1))
        return ProgramTensor(buffer: .planned(requests.count - 1), layout: layout, rectifier: nil)
    }

    private func touch(_ tensors: [ProgramTensor]) {
        for tensor in tensors {
            guard case .planned(let index) = tensor.buffer else { continue }
            requests[index].first = min(requests[index].first, operations.count)
            requests[index].last = max(requests[index].last, operations.count)
        }
    }

    /// Keeps an array until the end of the program, for what follows it.
    private func keep(_ tensor: ProgramTensor) {
        if case .planned(let index) = tensor.buffer { requests[index].last = .max }
    }

    /// Puts the backward half of a layer on the tape; it returns nil where nothing below needs a gradient.
    func onBackward(_ backward: @escaping Backward) { tape.append(backward) }

    // MARK: Calls

    /// Appends a call of a primitive; a scratchpad is added where it needs one.
    ///
    /// - Parameters:
    ///   - shows: Which layouts the description names as source and destination.
    ///   - threads: How many threads run it, where not all do.
    ///   - isUpToDate: Called at each run; true skips the call.
    func append(
        _ descriptor: PrimitiveDescriptor, layer: String, _ arguments: [(index: Int32, tensor: ProgramTensor)],
        shows: (source: Layout, destination: Layout), threads: Int? = nil, unless isUpToDate: (() -> Bool)? = nil
    ) {
        let arguments = withScratchpad(descriptor, arguments)
        touch(arguments.map(\.tensor))
        let (device, parallel) = (device, parallel)
        let narrow = threads.map { Parallel(threads: $0) }
        operations.append(
            Operation(description: describe(descriptor, layer, shows)) { (addresses) throws(EngineError) in
                narrow?.activate()
                defer { if narrow != nil { parallel.activate() } }
                let primitive = try Primitive(descriptor, device: device, arguments: addresses.memories(arguments, device))
                return { (_) throws(EngineError) in
                    if isUpToDate?() == true { return }
                    narrow?.activate()
                    defer { if narrow != nil { parallel.activate() } }
                    try primitive.run()
                }
            })
    }

    /// Appends one call for each group of samples; each is run by one thread, several at once.
    func append(
        layer: String, groups: [SampleGroup], shows: (source: Layout, destination: Layout),
        _ call: (Int) throws(EngineError) -> (PrimitiveDescriptor, [(index: Int32, tensor: ProgramTensor)])
    ) throws(EngineError) {
        var calls: [(descriptor: PrimitiveDescriptor, arguments: [(index: Int32, tensor: ProgramTensor)])] = []
        for index in groups.indices {
            let (descriptor, arguments) = try call(index)
            calls.append((descriptor, withScratchpad(descriptor, arguments)))
        }
        touch(calls.flatMap { $0.arguments.map(\.tensor) })
        guard let first = calls.first?.descriptor else { return }
        let (device, parallel) = (device, parallel)
        operations.append(
            Operation(description: describe(first, layer, shows)) { (addresses) throws(EngineError) in
                Parallel(threads: 1).activate()
                defer { parallel.activate() }
                var primitives: [Primitive] = []
                for call in calls {
                    let memories = try addresses.memories(call.arguments, device)
                    primitives.append(try Primitive(call.descriptor, device: device, arguments: memories))
                }
                return { (_) throws(EngineError) in
                    var errors = [EngineError?](repeating: nil, count: primitives.count)
                    errors.withUnsafeMutableBufferPointer { errors in
                        parallel.run(primitives.count) { index in
                            do throws(EngineError) { try primitives[index].run() } catch { errors[index] = error }
                        }
                    }
                    if let error = errors.compactMap({ $0 }).first { throw error }
                }
            })
    }

    private func withScratchpad(
        _ descriptor: PrimitiveDescriptor, _ arguments: [(index: Int32, tensor: ProgramTensor)]
    ) -> [(index: Int32, tensor: ProgramTensor)] {
        let scratchpad = descriptor.layout(dnnl_query_scratchpad_md)
        return scratchpad.byteCount > 0 ? arguments + [(DNNL_ARG_SCRATCHPAD, tensor(scratchpad))] : arguments
    }

    private func describe(
        _ descriptor: PrimitiveDescriptor, _ layer: String, _ shows: (source: Layout, destination: Layout)
    ) -> OneDNNOperation {
        OneDNNOperation(
            layer: layer, name: descriptor.name, implementation: descriptor.implementation, source: shows.source.name,
            destination: shows.destination.name)
    }

    /// Appends the sum of arrays of one layout, in their order; it takes the place of the first.
    func sum(_ parts: [ProgramTensor], layer: String) -> ProgramTensor {
        let total = parts[0]
        guard parts.count > 1 else { return total }
        let parallel = parallel
        append(kernel: "sum of groups", layer: layer, from: parts[1], to: total, touching: Array(parts.dropFirst(2))) {
            (addresses) throws(EngineError) in
            let (total, parts) = (addresses.floats(total), parts.dropFirst().map { addresses.values($0) })
            return { (_) throws(EngineError) in SumKernel.add(parts, to: total, parallel: parallel) }
        }
        return total
    }

    /// Appends work of our own on tensors.
    func append(
        kernel name: String, layer: String, from source: ProgramTensor, to destination: ProgramTensor,
        touching others: [ProgramTensor] = [], bind: @escaping Binding
    ) {
        touch([source, destination] + others)
        operations.append(Operation(description: describe(name, layer, source, destination), bind: bind))
    }

    /// Appends work for after the run, on tensors that it keeps alive until then.
    func append(
        update name: String, layer: String, from source: ProgramTensor, to destination: ProgramTensor, bind: @escaping Binding
    ) {
        keep(source)
        updates.append(Operation(description: describe(name, layer, source, destination), bind: bind))
    }

    private func describe(_ name: String, _ layer: String, _ from: ProgramTensor, _ to: ProgramTensor) -> OneDNNOperation {
        OneDNNOperation(
            layer: layer, name: name, implementation: "assay", source: from.layout.name, destination: to.layout.name)
    }

    /// Appends a copy into another layout.
    func reordered(
        _ value: ProgramTensor, to layout: Layout, layer: String, of what: String
    ) throws(EngineError) -> ProgramTensor {
        guard value.layout != layout else { return value }
        let result = tensor(layout)
        try appendReorder(value, result, layer: layer, of: what)
        return result
    }

    private func appendReorder(
        _ from: ProgramTensor, _ to: ProgramTensor, layer: String, of what: String,
        unless isUpToDate: (() -> Bool)? = nil
    ) throws(EngineError) {
        let descriptor = try PrimitiveDescriptor.reorder(from.layout, to.layout, device: device, layer: layer, of: what)
        append(
            descriptor, layer: layer, [(DNNL_ARG_FROM, from), (DNNL_ARG_TO, to)], shows: (from.layout, to.layout),
            unless: isUpToDate)
    }

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

/// A layer's place in a program.
struct Site {
    let index: Int
    let node: LayerNode
    let firstParameter: Int
    let parameters: [Parameter]
    let isFrozen: Bool
    /// Whether the program trains.
    let isTraining: Bool
    /// Whether the backward pass reaches this layer.
    let isDifferentiated: Bool
    /// Whether a layer below needs the gradient of this layer's input.
    let propagates: Bool

    /// The layer's name.
    var name: String { node.name }
    /// Whether gradients of its parameters are wanted.
    var isTrained: Bool { isDifferentiated && !isFrozen }

    /// The index of a parameter in the network, by its name in the layer.
    func parameter(_ name: String) -> Int? { parameters.firstIndex { $0.name == name }.map { firstParameter + $0 } }
}

/// A layer that this engine can compute.
protocol OneDNNLayer: Layer {
    /// Appends the forward pass, and its backward pass to the tape where one is wanted; gives the layer's output.
    func append(to builder: ProgramBuilder, at site: Site, _ input: ProgramTensor) throws(EngineError) -> ProgramTensor
}
