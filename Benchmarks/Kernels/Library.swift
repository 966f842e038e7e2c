import CDNNL

/// What oneDNN's library said.
struct LibraryFailure: Error {
    var call: String
    var status: UInt32
}

func check(_ status: dnnl_status_t, _ call: String) throws {
    if status != dnnl_success { throw LibraryFailure(call: call, status: status.rawValue) }
}

/// oneDNN itself: an engine and a stream.
final class Library {
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t

    init() throws {
        var engine: dnnl_engine_t?
        try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine")
        guard let engine else { throw LibraryFailure(call: "engine", status: 0) }
        var stream: dnnl_stream_t?
        let status = dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
        guard status == dnnl_success, let stream else {
            dnnl_engine_destroy(engine)
            throw LibraryFailure(call: "stream", status: status.rawValue)
        }
        self.engine = engine
        self.stream = stream
    }

    deinit {
        dnnl_stream_destroy(stream)
        dnnl_engine_destroy(engine)
    }
}

/// What a primitive is to do.
final class Descriptor {
    let handle: dnnl_primitive_desc_t

    init(_ call: String, _ create: (UnsafeMutablePointer<dnnl_primitive_desc_t?>) -> dnnl_status_t) throws {
        var handle: dnnl_primitive_desc_t?
        try check(create(&handle), call)
        guard let handle else { throw LibraryFailure(call: call, status: 0) }
        self.handle = handle
    }

    deinit { dnnl_primitive_desc_destroy(handle) }

    /// The name of its implementation.
    var kernel: String { cdnnl_implementation(handle).map { String(cString: $0) } ?? "unknown" }
}

/// A primitive with memory of its own for each argument.
final class Primitive {
    private let library: Library
    private let descriptor: Descriptor
    private let handle: dnnl_primitive_t
    private let memories: [dnnl_memory_t]
    private let arguments: [dnnl_exec_arg_t]

    /// Makes a primitive.
    ///
    /// - Parameter layouts: The argument's number and its layout; empty ones are left out.
    init(_ library: Library, _ descriptor: Descriptor, _ layouts: [(argument: Int32, layout: dnnl_memory_desc_t)]) throws {
        var handle: dnnl_primitive_t?
        try check(dnnl_primitive_create(&handle, descriptor.handle), "primitive")
        guard let handle else { throw LibraryFailure(call: "primitive", status: 0) }
        self.library = library
        self.descriptor = descriptor
        self.handle = handle
        var memories: [dnnl_memory_t] = []
        var arguments: [dnnl_exec_arg_t] = []
        for (argument, layout) in layouts {
            var layout = layout
            let bytes = dnnl_memory_desc_get_size(&layout)
            // The library's own memory: DNNL_MEMORY_ALLOCATE.
            let allocate = UnsafeMutableRawPointer(bitPattern: UInt.max)
            var memory: dnnl_memory_t?
            guard bytes > 0, dnnl_memory_create(&memory, &layout, library.engine, allocate) == dnnl_success, let memory else {
                continue
            }
            var address: UnsafeMutableRawPointer?
            dnnl_memory_get_data_handle(memory, &address)
            // Products of what happens to lie there could be denormal, and slow.
            address?.initializeMemory(as: Float.self, repeating: 0.01, count: bytes / 4)
            memories.append(memory)
            arguments.append(dnnl_exec_arg_t(arg: argument, memory: memory))
        }
        self.memories = memories
        self.arguments = arguments
    }

    deinit {
        dnnl_primitive_destroy(handle)
        for memory in memories { dnnl_memory_destroy(memory) }
    }

    /// Does it once.
    func run() throws {
        try check(dnnl_primitive_execute(handle, library.stream, Int32(arguments.count), arguments), "execute")
        try check(dnnl_stream_wait(library.stream), "wait")
    }
}
