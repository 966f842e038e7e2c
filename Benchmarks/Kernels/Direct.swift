import CDNNL

/// What oneDNN's library said.
struct LibraryFailure: Error {
    var call: String
    var status: UInt32
}

private func check(_ status: dnnl_status_t, _ call: String) throws {
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

/// A direct convolution of oneDNN, in the layouts that it likes best, on the whole batch.
final class Direct {
    /// The name of its implementation.
    let kernel: String
    private let library: Library
    private var primitives: [(primitive: dnnl_primitive_t, arguments: [dnnl_exec_arg_t])] = []
    private var descriptors: [dnnl_primitive_desc_t] = []
    private var memories: [dnnl_memory_t] = []

    /// Makes the primitives of a pass; `backward` is both gradients, one after the other.
    init(_ library: Library, _ shape: ConvolutionShape, _ pass: Pass) throws {
        self.library = library
        let (samples, height) = (Int64(shape.samples), Int64(shape.outputSize))
        let source = try Self.any([samples, Int64(shape.inputs), Int64(shape.size), Int64(shape.size)])
        let weights = try Self.any([Int64(shape.outputs), Int64(shape.inputs), 3, 3])
        let bias = try Self.any([Int64(shape.outputs)])
        let destination = try Self.any([samples, Int64(shape.outputs), height, height])
        let side = Int64(shape.padding)
        var window = cdnnl_window(kernel: (3, 3), strides: (1, 1), before: (side, side), after: (side, side))
        var created: [dnnl_primitive_desc_t] = []
        func create(
            _ call: String, _ body: (UnsafeMutablePointer<dnnl_primitive_desc_t?>) -> dnnl_status_t
        ) throws -> dnnl_primitive_desc_t {
            var result: dnnl_primitive_desc_t?
            try check(body(&result), call)
            guard let result else { throw LibraryFailure(call: call, status: 0) }
            created.append(result)
            return result
        }
        defer { descriptors = created }
        var (layouts, engine) = ([source, weights, bias, destination], library.engine)
        func forward(training: Bool, relu: Bool) throws -> dnnl_primitive_desc_t {
            try create("forward") {
                cdnnl_convolution_forward(
                    $0, engine, training ? 1 : 0, &layouts[0], &layouts[1], &layouts[2], &layouts[3], &window, relu ? 1 : 0)
            }
        }
        var steps: [(descriptor: dnnl_primitive_desc_t, arguments: [(Int32, dnnl_query_t)])] = []
        if pass == .forward || pass == .pooled {
            let convolution = try forward(training: false, relu: true)
            steps.append(
                (
                    convolution,
                    [
                        (DNNL_ARG_SRC, dnnl_query_src_md), (DNNL_ARG_WEIGHTS, dnnl_query_weights_md),
                        (DNNL_ARG_BIAS, Self.biasQuery), (DNNL_ARG_DST, dnnl_query_dst_md),
                    ]
                ))
            if pass == .pooled {
                var between = cdnnl_layout(convolution, dnnl_query_dst_md)
                var pooled = try Self.any([samples, Int64(shape.outputs), height / 2, height / 2])
                var halves = cdnnl_window(kernel: (2, 2), strides: (2, 2), before: (0, 0), after: (0, 0))
                // Training keeps where the largest value was.
                let pooling = try create("pooling") { cdnnl_pooling_forward($0, engine, 1, &between, &pooled, &halves) }
                steps.append(
                    (
                        pooling,
                        [
                            (DNNL_ARG_SRC, dnnl_query_src_md), (DNNL_ARG_DST, dnnl_query_dst_md),
                            (DNNL_ARG_WORKSPACE, dnnl_query_workspace_md),
                        ]
                    ))
            }
        } else {
            let hint = try forward(training: true, relu: false)
            if pass != .weights {
                steps.append(
                    (
                        try create("backward data") {
                            cdnnl_convolution_backward_data(
                                $0, engine, &layouts[0], &layouts[1], &layouts[3], &window, hint)
                        },
                        [
                            (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md), (DNNL_ARG_WEIGHTS, dnnl_query_weights_md),
                            (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md),
                        ]
                    ))
            }
            if pass != .data {
                steps.append(
                    (
                        try create("backward weights") {
                            cdnnl_convolution_backward_weights(
                                $0, engine, &layouts[0], &layouts[1], &layouts[2], &layouts[3], &window, hint)
                        },
                        [
                            (DNNL_ARG_SRC, dnnl_query_src_md), (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
                            (DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md), (DNNL_ARG_DIFF_BIAS, Self.biasQuery),
                        ]
                    ))
            }
        }
        kernel = steps.map { cdnnl_implementation($0.descriptor).map { String(cString: $0) } ?? "unknown" }.joined(
            separator: ", ")
        for (descriptor, arguments) in steps {
            try prepare(descriptor, arguments + [(DNNL_ARG_SCRATCHPAD, dnnl_query_scratchpad_md)])
        }
    }

    deinit {
        for (primitive, _) in primitives { dnnl_primitive_destroy(primitive) }
        for descriptor in descriptors { dnnl_primitive_desc_destroy(descriptor) }
        for memory in memories { dnnl_memory_destroy(memory) }
    }

    /// Does it once.
    func run() throws {
        for (primitive, arguments) in primitives {
            try check(dnnl_primitive_execute(primitive, library.stream, Int32(arguments.count), arguments), "execute")
        }
        try check(dnnl_stream_wait(library.stream), "wait")
    }

    private func prepare(_ descriptor: dnnl_primitive_desc_t, _ arguments: [(Int32, dnnl_query_t)]) throws {
        var list: [dnnl_exec_arg_t] = []
        for (argument, query) in arguments {
            var layout =
                query == Self.biasQuery ? try Self.bias(of: descriptor) : cdnnl_layout(descriptor, query)
            let bytes = dnnl_memory_desc_get_size(&layout)
            guard bytes > 0 else { continue }
            // The library's own memory: DNNL_MEMORY_ALLOCATE.
            var memory: dnnl_memory_t?
            try check(
                dnnl_memory_create(&memory, &layout, library.engine, UnsafeMutableRawPointer(bitPattern: UInt.max)), "memory")
            guard let memory else { throw LibraryFailure(call: "memory", status: 0) }
            memories.append(memory)
            var address: UnsafeMutableRawPointer?
            try check(dnnl_memory_get_data_handle(memory, &address), "address")
            // Not zero: zeros are no faster, but tiny products of whatever lies there would be slower.
            address?.withMemoryRebound(to: Float.self, capacity: bytes / 4) { $0.update(repeating: 0.01, count: bytes / 4) }
            list.append(dnnl_exec_arg_t(arg: argument, memory: memory))
        }
        var primitive: dnnl_primitive_t?
        try check(dnnl_primitive_create(&primitive, descriptor), "primitive")
        if let primitive { primitives.append((primitive, list)) }
    }

    /// Stands for a bias, which has no query of its own.
    private static let biasQuery = dnnl_query_undef

    private static func bias(of descriptor: dnnl_primitive_desc_t) throws -> dnnl_memory_desc_t {
        let destination = cdnnl_layout(descriptor, dnnl_query_dst_md)
        let slopes = cdnnl_layout(descriptor, dnnl_query_diff_dst_md)
        return try plain([destination.ndims > 0 ? destination.dims.1 : slopes.dims.1], tag: dnnl_a)
    }

    private static func any(_ extents: [Int64]) throws -> dnnl_memory_desc_t {
        try plain(extents, tag: extents.count == 1 ? dnnl_a : dnnl_format_tag_any)
    }

    private static func plain(_ extents: [Int64], tag: dnnl_format_tag_t) throws -> dnnl_memory_desc_t {
        var result = dnnl_memory_desc_t()
        try check(dnnl_memory_desc_init_by_tag(&result, Int32(extents.count), extents, dnnl_f32, tag), "layout")
        return result
    }
}
