import CDNNL
import Engine

/// What a primitive will do, and with which implementation and layouts.
final class PrimitiveDescriptor {
    let handle: dnnl_primitive_desc_t
    /// What it is: `convolution forward`.
    let name: String
    /// The implementation that oneDNN chose: `jit:avx512_core`.
    let implementation: String

    /// Calls a creating function.
    ///
    /// - Throws: ``EngineError/unsupported(layer:reason:)`` where oneDNN has only its reference implementation, which is slower
    ///   by orders of magnitude.
    init(
        _ name: String, layer: String, create: (UnsafeMutablePointer<dnnl_primitive_desc_t?>) -> dnnl_status_t
    ) throws(EngineError) {
        var handle: dnnl_primitive_desc_t?
        let status = create(&handle)
        if status == dnnl_unimplemented { throw .unsupported(layer: layer, reason: "oneDNN has no \(name) for it") }
        try check(status, "\(name) of \(layer)")
        guard let handle else { throw .library("oneDNN gave no \(name) for \(layer)") }
        let implementation = cdnnl_implementation(handle).map { String(cString: $0) } ?? "unknown"
        guard !implementation.contains("ref") else {
            dnnl_primitive_desc_destroy(handle)
            throw .unsupported(layer: layer, reason: "oneDNN has only a reference implementation (\(implementation)) of \(name)")
        }
        self.handle = handle
        self.name = name
        self.implementation = implementation
    }

    /// The layout of an argument.
    func layout(_ query: dnnl_query_t) -> Layout { Layout(cdnnl_layout(handle, query)) }

    deinit { dnnl_primitive_desc_destroy(handle) }
}

/// Compiled code with its arguments bound.
final class Primitive {
    private let handle: dnnl_primitive_t
    private let name: String
    private let device: Device
    private let memories: [Memory]
    private let arguments: [dnnl_exec_arg_t]

    init(_ descriptor: PrimitiveDescriptor, device: Device, arguments: [(index: Int32, memory: Memory)]) throws(EngineError) {
        var handle: dnnl_primitive_t?
        try check(dnnl_primitive_create(&handle, descriptor.handle), descriptor.name)
        guard let handle else { throw .library("oneDNN gave no \(descriptor.name)") }
        self.handle = handle
        self.device = device
        name = descriptor.name
        memories = arguments.map(\.memory)
        self.arguments = arguments.map { dnnl_exec_arg_t(arg: $0.index, memory: $0.memory.handle) }
    }

    /// Runs it to its end.
    func run() throws(EngineError) {
        let status = arguments.withUnsafeBufferPointer {
            dnnl_primitive_execute(handle, device.stream, Int32($0.count), $0.baseAddress)
        }
        try check(status, name)
    }

    deinit { dnnl_primitive_destroy(handle) }
}

/// A place in memory with a layout. It does not own the place.
final class Memory {
    let handle: dnnl_memory_t

    init(_ layout: Layout, at base: UnsafeMutableRawPointer, device: Device) throws(EngineError) {
        var handle: dnnl_memory_t?
        let status = withUnsafePointer(to: layout.raw) { dnnl_memory_create(&handle, $0, device.engine, base) }
        try check(status, "memory of \(layout.extents)")
        guard let handle else { throw .library("oneDNN gave no memory") }
        self.handle = handle
    }

    deinit { dnnl_memory_destroy(handle) }
}
