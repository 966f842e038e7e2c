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

/// Which layers a program computes.
enum ProgramPart: Hashable {
    /// All.
    case whole
    /// A layer and all that it takes to compute it.
    case below(Int)
    /// The others, from that layer's outputs as they lie.
    case above(Int, Layout)
}

/// What a program is made of, besides its network: all that its builder only reads.
struct ProgramSetting {
    let network: NetworkDefinition
    let semantics: Semantics
    let device: Device
    let parallel: Parallel
    let store: ParameterStore
    /// Our own kernels; nil where oneDNN is to do all convolutions.
    let kernels: FastKernels?
    /// Samples.
    let count: Int
    let purpose: Purpose
    /// The names of frozen layers.
    let frozen: Set<String>
    let part: ProgramPart
}

/// Makes a program: stages append what they do, forward at once and backward on a tape that is then played in reverse.
final class ProgramBuilder {
    let setting: ProgramSetting
    /// The places of the network's layers.
    let sites: [Site]
    /// What is computed together.
    let stages: [Stage]

    /// The function that the head applies instead of the last layer, so that the loss can be computed from its inputs.
    private(set) var headActivation = ActivationFunction.linear

    /// The backward halves of what has been appended.
    var tape = Tape()
    /// Arrays that concatenations grow, by the layer of each.
    var growing: [Int: ProgramTensor] = [:]
    /// What stages have given, by their last layers; -1 is the network's input.
    private var values: [Int: ProgramTensor] = [:]
    var operations: [Operation] = []
    var updates: [Operation] = []
    var requests: [MemoryPlan.Request] = []
    private var adoptions: [Int: Layout] = [:]
    private var gradients: [Int: ProgramTensor] = [:]

    typealias Binding = (Addresses) throws(EngineError) -> Program.Body

    /// A call that waits for addresses.
    struct Operation {
        var description: ProgramOperation
        var bind: Binding
    }

    init(_ setting: ProgramSetting) {
        self.setting = setting
        let sites = Site.all(of: setting.network, frozen: setting.purpose == .training ? setting.frozen : nil)
        self.sites = sites
        let all = Passes.stages(
            PassContext(
                network: setting.network, sites: sites, semantics: setting.semantics, count: setting.count,
                kernels: setting.kernels))
        stages =
            switch setting.part {
            case .whole: all
            case .below(let top): all.filter(sites.below(top).holds)
            case .above(let top, _): all.filter { !sites.below(top).holds($0) }
            }
    }

    var network: NetworkDefinition { setting.network }
    var semantics: Semantics { setting.semantics }
    var device: Device { setting.device }
    var parallel: Parallel { setting.parallel }
    var store: ParameterStore { setting.store }
    var kernels: FastKernels? { setting.kernels }
    var count: Int { setting.count }
    var purpose: Purpose { setting.purpose }

    // MARK: The whole

    /// Builds everything and binds it to memory.
    func build(in arena: Arena) throws(EngineError) -> Program {
        defer { (tape, values, growing) = (Tape(), [:], [:]) }
        try checkSize()
        if case .above(let top, let layout) = setting.part { values[top] = appendFeatures(layout) }
        for stage in stages { try append(stage) }
        if case .below(let top) = setting.part {
            let features = try packed(settled(try value(of: top)), layer: network.layers[top].name)
            appendFeatureOutput(features, layer: network.layers[top].name)
            return try bind(in: arena, output: features.layout)
        }
        let last = sites.count - 1
        let name = network.layers.last?.name ?? "input"
        let isDifferentiated = sites.last?.isDifferentiated ?? false
        tape.begin(output: sites.count, sources: [(last, isDifferentiated)])
        let settled = try packed(settled(try value(of: last)), layer: name)
        // The head reads rows whatever fills them up.
        let output =
            settled.layout.extents.count == 2
            ? settled : try appendPlain(settled, layer: name, isDifferentiated: isDifferentiated)
        if let gradient = try appendHead(output, width: network.output.count, layer: name) {
            try playBackward(gradient, of: sites.count)
        }
        return try bind(in: arena)
    }

    /// The most values of one array, with what fills blocks of channels up: 32 GiB. Kernels count the pixels, and the blocks, of
    /// all samples in 32 bits.
    private static let mostValues = 1 << 33

    /// - Throws: ``EngineError/mismatch(_:)`` where a batch has no samples, or too many.
    private func checkSize() throws(EngineError) {
        guard count > 0 else { throw .mismatch("a batch needs at least one sample, and this one has \(count)") }
        let shapes = [network.input] + sites.map(\.node.output)
        let largest = shapes.map { Limits.product($0.extents.dropLast() + [(($0.extents.last ?? 1) + 15) / 16 * 16]) }.max() ?? 1
        guard Limits.product([count, largest]) < Self.mostValues else {
            throw .mismatch("a batch of \(count) samples is too large; use smaller batches")
        }
    }

    /// Appends a stage.
    private func append(_ stage: Stage) throws(EngineError) {
        let site = sites[stage.first]
        tape.begin(output: stage.last, sources: Array(zip(site.sources, site.propagatesTo)))
        var value = try appendHead(of: stage, at: site)
        if !stage.scalesOutput, let index = stage.normalization,
            let layer = network.layers[index].layer.value as? BatchNormalization
        {
            value = try layer.append(to: self, at: sites[index], stage, value)
        }
        // What several layers read is ready for all of them, and its producer masks its gradient.
        if sites[stage.last].readers > 1 {
            value = settled(value)
            value.rectifier = nil
        }
        values[stage.last] = value
    }

    /// Appends what a stage begins with, and what is fused to it.
    private func appendHead(of stage: Stage, at site: Site) throws(EngineError) -> ProgramTensor {
        var inputs: [ProgramTensor] = []
        let takesViews = site.node.layer.value is BatchNormalization || site.node.layer.value is Concatenate
        let readsAsTheyAre = stage.kernel == .first
        for source in site.sources where !readsAsTheyAre {
            let value = try value(of: source)
            inputs.append(takesViews ? value : try packed(value, layer: site.name))
        }
        if let convolution = FastConvolution(self, stage, site) {
            return try convolution.append(inputs.first)
        }
        if let product = try FastProduct(self, stage, site) { return try product.append(settled(inputs[0])) }
        switch site.node.layer.value {
        case let layer as any OneDNNMergeLayer:
            return try layer.append(to: self, at: site, stage, joining: inputs)
        case let layer as any OneDNNLayer:
            return try layer.append(to: self, at: site, stage, settled(inputs[0]))
        default: throw .unsupported(layer: site.name, reason: "the oneDNN engine has no \(site.node.layer.name)")
        }
    }

    /// A value whose samples lie one after the other, for readers that take no other.
    private func packed(_ value: ProgramTensor, layer: String) throws(EngineError) -> ProgramTensor {
        guard value.layout != value.layout.packed else { return value }
        return try reordered(settled(value), to: value.layout.packed, layer: layer, of: "activations")
    }

    /// What a layer has given; the samples, where there is none.
    private func value(of layer: Int) throws(EngineError) -> ProgramTensor {
        if let value = values[layer] { return value }
        guard layer < 0 else { throw .library("\(network.layers[layer].name) is read before it is computed") }
        let samples = try appendInput()
        values[-1] = samples
        return samples
    }

    private func bind(in arena: Arena, output: Layout? = nil) throws(EngineError) -> Program {
        if purpose == .training { try store.adopt(adoptions, trained: gradients.keys) }
        let plan = MemoryPlan(requests)
        let memory = try arena.reserve(plan.byteCount)
        let addresses = Addresses(base: memory.base, offsets: plan.offsets)
        var bodies: [Program.Body] = []
        for operation in operations { bodies.append(try operation.bind(addresses)) }
        var later: [Program.Body] = []
        for operation in updates { later.append(try operation.bind(addresses)) }
        return Program(
            description: describe(byteCount: plan.byteCount), memory: memory, output: output, bodies: bodies,
            updates: later, gradients: gradients.mapValues { addresses.floats($0) })
    }

    private func describe(byteCount: Int) -> ProgramDescription {
        let calls = (operations + updates).map(\.description)
        let stages = stages.map { stage in
            let names = stage.layers.map { network.layers[$0].name }
            let own = calls.filter { names.contains($0.layer) }
            var kernels: [String] = []
            for call in own where !kernels.contains(call.implementation) { kernels.append(call.implementation) }
            // The small ones are named where there is nothing else.
            let large = kernels.filter { $0 != Self.ownWork }
            let result = own.last { $0.name.contains("forward") }?.destination
            return ProgramStage(
                layers: names, kernels: large.isEmpty ? kernels : large, layout: result, reason: stage.reason,
                passes: stage.passes)
        }
        return ProgramDescription(
            isTraining: purpose == .training, count: count, stages: stages, operations: calls, byteCount: byteCount)
    }

    /// Who does small work of our own.
    static let ownWork = "assay"

    // MARK: Tensors

    /// A new array, alive from its first to its last use.
    func tensor(_ layout: Layout) -> ProgramTensor {
        requests.append(MemoryPlan.Request(byteCount: layout.byteCount, first: .max, last: -1))
        return ProgramTensor(buffer: .planned(requests.count - 1), layout: layout)
    }

    /// Memory for kernels to work in: so many values for each thread, on cache lines of its own.
    func scratch(_ count: Int) throws(EngineError) -> (tensor: ProgramTensor, stride: Int) {
        let stride = (count + 15) / 16 * 16
        return (tensor(try .vector(stride * parallel.threads)), stride)
    }

    /// Extends the lifetimes of arrays to the operation that is appended next; gives their bytes, each once.
    @discardableResult func touch(_ tensors: [ProgramTensor]) -> Int {
        var seen: Set<ProgramTensor.Place> = []
        var byteCount = 0
        for tensor in tensors {
            if seen.insert(tensor.place).inserted { byteCount += tensor.layout.byteCount }
            guard case .planned(let index) = tensor.buffer else { continue }
            requests[index].first = min(requests[index].first, operations.count)
            requests[index].last = max(requests[index].last, operations.count)
        }
        return byteCount
    }

    /// Keeps an array until the end of the program, for what follows it.
    func keep(_ tensor: ProgramTensor) {
        if case .planned(let index) = tensor.buffer { requests[index].last = .max }
    }

    // MARK: Parameters

    /// A parameter in its own layout.
    func parameter(_ index: Int) -> ProgramTensor {
        ProgramTensor(buffer: .slot(store.slots[index]), layout: adoptions[index] ?? store.slots[index].layout)
    }

    /// A parameter in the layout that a forward primitive wants; the first training program of all makes it the parameter's own.
    func weights(_ index: Int, forward wanted: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        if purpose == .training, !store.isSettled(index) { adoptions[index] = wanted }
        return try weights(index, as: wanted, layer: layer)
    }

    /// A parameter in some layout: its own, or a copy that is renewed whenever the parameter has changed.
    func weights(_ index: Int, as wanted: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        try weights(parameter(index), as: wanted, layer: layer)
    }

    /// Weights in some layout, as they are or in a copy that is renewed whenever they have changed.
    func weights(_ own: ProgramTensor, as wanted: Layout, layer: String) throws(EngineError) -> ProgramTensor {
        guard own.layout != wanted else { return own }
        let copy = try DerivedSlot(wanted, from: [own.slot].compactMap { $0 })
        try appendReorder(own, copy.tensor, layer: layer, of: "weights") {
            if copy.isCurrent { return true }
            copy.renewed()
            return false
        }
        return copy.tensor
    }

    /// Says that a tensor is the gradient of a parameter; it is brought into the parameter's layout.
    func setGradient(_ index: Int, _ gradient: ProgramTensor, layer: String) throws(EngineError) {
        let gradient = try reordered(gradient, to: parameter(index).layout, layer: layer, of: "a weight gradient")
        gradients[index] = gradient
        keep(gradient)
    }

    // MARK: The end

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
