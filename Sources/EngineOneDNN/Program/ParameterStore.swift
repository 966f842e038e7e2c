import CDNNL
import Engine
import Network

/// One parameter of a model in the layout in which it is trained.
final class ParameterSlot: Slot {
    /// The parameter's shape in Keras's layout.
    let shape: [Int]
    /// Keras's layout, in oneDNN's axes.
    let keras: Layout
    /// What a moving average keeps beside the values; nil where it keeps nothing, or nothing yet.
    var average: DebiasedAverage?

    init(shape: [Int], keras: Layout) throws(EngineError) {
        self.shape = shape
        self.keras = keras
        try super.init(keras)
    }
}

/// What is made of a parameter, for one kind of kernel.
enum DerivedKey: Hashable {
    /// Weights in the products' space of Winograd's convolutions, by the parameter's index and the folded normalization's layer.
    case transformed(kernel: Int, tile: Int, isBackward: Bool, folded: Int?)
    /// Weights of a convolution of 1x1 as its backward pass reads them.
    case turned(kernel: Int)
    /// A kernel that a normalization is multiplied into.
    case foldedKernel(Int)
    /// The bias that belongs to it, by the index of the kernel.
    case foldedBias(Int)
}

/// A model's parameters, each in one layout for all its programs.
final class ParameterStore {
    /// In the order of `network.parameters`.
    let slots: [ParameterSlot]
    /// Counts how often parameters have been given new places, to which programs made before are not bound.
    private(set) var moves = 0
    /// The parameters whose layouts stay as they are.
    private var settled: Set<Int> = []
    private let device: Device
    private var derived: [DerivedKey: DerivedSlot] = [:]

    init(_ network: NetworkDefinition, values: [Tensor], device: Device) throws(EngineError) {
        self.device = device
        var slots: [ParameterSlot] = []
        for entry in network.parameters {
            let layout =
                if let convolution = network.layers[entry.layer].convolution(of: entry.parameter.name) {
                    try Layout.kernel(convolution)
                } else { try Self.keras(entry.parameter, image: network.image(belowDense: entry.layer)) }
            slots.append(try ParameterSlot(shape: entry.parameter.shape, keras: layout))
        }
        self.slots = slots
        try set(values)
    }

    /// Keras's layout in oneDNN's axes: (inputs, units) as (O, I), or as (O, I, H, W) over an image.
    private static func keras(_ parameter: Parameter, image: Shape?) throws(EngineError) -> Layout {
        let shape = parameter.shape
        switch shape.count {
        case 2:
            guard let image else { return try Layout([shape[1], shape[0]], dnnl_io) }
            return try Layout([shape[1], image.extents[2], image.extents[0], image.extents[1]], dnnl_hwio)
        default: return try .vector(parameter.count)
        }
    }

    /// The bytes of all parameters, and of what is made of them.
    var byteCount: Int {
        (slots.map(\.storage) + derived.values.map(\.storage)).reduce(0) { $0 + $1.byteCount }
    }

    /// Whether a parameter's layout stays as it is.
    func isSettled(_ index: Int) -> Bool { settled.contains(index) }

    /// The versions of some parameters.
    func versions(_ indices: [Int]) -> [Int] { indices.map { slots[$0].version } }

    /// Puts parameters into the layouts that a training program wants, once.
    ///
    /// - Parameter trained: Those that the program has gradients of. They stay where they are too, in whatever layout: what an
    ///   optimizer remembers of them lies alike, and programs for other batch sizes may choose other kernels.
    func adopt(_ layouts: [Int: Layout], trained: some Sequence<Int>) throws(EngineError) {
        settled.formUnion(trained)
        for (index, layout) in layouts {
            settled.insert(index)
            let slot = slots[index]
            guard layout != slot.layout else { continue }
            let storage = try Storage(byteCount: layout.byteCount)
            try reorder(slot.layout, slot.storage.base, layout, storage.base)
            slot.storage = storage
            slot.layout = layout
            moves += 1
        }
    }

    /// What is made of parameters, in one place for all programs.
    func derived(_ key: DerivedKey, layout: Layout, from sources: [Slot]) throws(EngineError) -> DerivedSlot {
        if let slot = derived[key] { return slot }
        let slot = try DerivedSlot(layout, from: sources)
        derived[key] = slot
        return slot
    }

    /// Copies of all values in Keras's layout.
    func values() throws(EngineError) -> [Tensor] {
        var result: [Tensor] = []
        for slot in slots { result.append(try tensor(slot, at: slot.storage.base)) }
        return result
    }

    /// Values that lie in a slot's layout, in Keras's.
    func tensor(_ slot: ParameterSlot, at base: UnsafeMutableRawPointer) throws(EngineError) -> Tensor {
        let plain = try Storage(byteCount: slot.keras.byteCount)
        try reorder(slot.layout, base, slot.keras, plain.base)
        var tensor = Tensor(shape: slot.shape, repeating: 0)
        tensor.values.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(start: plain.base, count: $0.count)) }
        return tensor
    }

    /// Replaces all values; they are those of the network's parameters, as its `check(parameters:)` asks for.
    func set(_ values: [Tensor]) throws(EngineError) {
        for (slot, value) in zip(slots, values) {
            try place(value, in: slot, at: slot.storage.base)
            slot.version += 1
        }
    }

    /// Puts values of a parameter's shape into its slot's layout.
    func place(_ value: Tensor, in slot: ParameterSlot, at base: UnsafeMutableRawPointer) throws(EngineError) {
        let plain = try Storage(byteCount: slot.keras.byteCount)
        value.values.withUnsafeBytes {
            plain.base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(plain.base), byteCount: $0.count)
        }
        try reorder(slot.keras, plain.base, slot.layout, base)
    }

    private func reorder(
        _ source: Layout, _ from: UnsafeMutableRawPointer, _ destination: Layout, _ to: UnsafeMutableRawPointer
    ) throws(EngineError) {
        guard source != destination else { return to.copyMemory(from: from, byteCount: source.byteCount) }
        let descriptor = try PrimitiveDescriptor.reorder(source, destination, device: device, layer: "parameters", of: "weights")
        let scratchpad = try Storage(byteCount: descriptor.layout(dnnl_query_scratchpad_md).byteCount)
        try Primitive(
            descriptor, device: device,
            arguments: [
                (DNNL_ARG_FROM, try Memory(source, at: from, device: device)),
                (DNNL_ARG_TO, try Memory(destination, at: to, device: device)),
                (
                    DNNL_ARG_SCRATCHPAD,
                    try Memory(descriptor.layout(dnnl_query_scratchpad_md), at: scratchpad.base, device: device)
                ),
            ]
        ).run()
    }
}
