import CDNNL

/// A direct convolution of oneDNN, in the layouts that it likes best, on the whole batch.
final class Direct {
    /// The names of its implementations.
    let kernel: String
    private let primitives: [Primitive]

    /// Makes the primitives of a pass; `backward` is both gradients, one after the other.
    init(_ library: Library, _ shape: ConvolutionShape, _ pass: Pass) throws {
        var steps: [(descriptor: Descriptor, arguments: [(argument: Int32, layout: dnnl_memory_desc_t)])] = []
        let convolution = try Convolution(library, shape)
        switch pass {
        case .forward: steps = [try convolution.forward()]
        case .pooled:
            let first = try convolution.forward()
            steps = [first, try convolution.pooling(after: first.descriptor)]
        case .data: steps = [try convolution.backwardData()]
        case .weights: steps = [try convolution.backwardWeights()]
        case .backward: steps = [try convolution.backwardData(), try convolution.backwardWeights()]
        }
        kernel = steps.map(\.descriptor.kernel).joined(separator: ", ")
        primitives = try steps.map { descriptor, arguments in
            let scratchpad = (DNNL_ARG_SCRATCHPAD, cdnnl_layout(descriptor.handle, dnnl_query_scratchpad_md))
            return try Primitive(library, descriptor, arguments + [scratchpad])
        }
    }

    /// Does it once.
    func run() throws { for primitive in primitives { try primitive.run() } }
}

/// The passes of a convolution, each as a descriptor and the layouts of its arguments.
private final class Convolution {
    typealias Step = (descriptor: Descriptor, arguments: [(argument: Int32, layout: dnnl_memory_desc_t)])

    private let engine: dnnl_engine_t
    private let shape: ConvolutionShape
    private var window: cdnnl_window
    private var source: dnnl_memory_desc_t
    private var weights: dnnl_memory_desc_t
    private var bias: dnnl_memory_desc_t
    private var destination: dnnl_memory_desc_t

    init(_ library: Library, _ shape: ConvolutionShape) throws {
        engine = library.engine
        self.shape = shape
        let side = Int64(shape.padding)
        window = cdnnl_window(kernel: (3, 3), strides: (1, 1), before: (side, side), after: (side, side), dilations: (0, 0))
        source = try Self.layout([shape.samples, shape.inputs, shape.size, shape.size])
        weights = try Self.layout([shape.outputs, shape.inputs, 3, 3])
        bias = try Self.layout([shape.outputs], dnnl_a)
        destination = try Self.layout([shape.samples, shape.outputs, shape.outputSize, shape.outputSize])
    }

    /// With bias and max(x, 0).
    func forward() throws -> Step {
        let descriptor = try forward(training: 0, relu: 1)
        func layout(_ query: dnnl_query_t) -> dnnl_memory_desc_t { cdnnl_layout(descriptor.handle, query) }
        return (
            descriptor,
            [
                (DNNL_ARG_SRC, layout(dnnl_query_src_md)), (DNNL_ARG_WEIGHTS, layout(dnnl_query_weights_md)),
                (DNNL_ARG_BIAS, bias), (DNNL_ARG_DST, layout(dnnl_query_dst_md)),
            ]
        )
    }

    /// The maximum over 2x2 as training wants it: it keeps where the largest value was.
    func pooling(after convolution: Descriptor) throws -> Step {
        var between = cdnnl_layout(convolution.handle, dnnl_query_dst_md)
        let half = shape.outputSize / 2
        var pooled = try Self.layout([shape.samples, shape.outputs, half, half])
        var halves = cdnnl_window(kernel: (2, 2), strides: (2, 2), before: (0, 0), after: (0, 0), dilations: (0, 0))
        let descriptor = try Descriptor("pooling") { cdnnl_pooling_forward($0, engine, 1, &between, &pooled, &halves) }
        func layout(_ query: dnnl_query_t) -> dnnl_memory_desc_t { cdnnl_layout(descriptor.handle, query) }
        return (
            descriptor,
            [
                (DNNL_ARG_SRC, between), (DNNL_ARG_DST, layout(dnnl_query_dst_md)),
                (DNNL_ARG_WORKSPACE, layout(dnnl_query_workspace_md)),
            ]
        )
    }

    /// The gradient by the input.
    func backwardData() throws -> Step {
        let hint = try forward(training: 1, relu: 0)
        let descriptor = try Descriptor("backward data") {
            cdnnl_convolution_backward_data($0, engine, &source, &weights, &destination, &window, hint.handle)
        }
        func layout(_ query: dnnl_query_t) -> dnnl_memory_desc_t { cdnnl_layout(descriptor.handle, query) }
        return (
            descriptor,
            [
                (DNNL_ARG_DIFF_DST, layout(dnnl_query_diff_dst_md)), (DNNL_ARG_WEIGHTS, layout(dnnl_query_weights_md)),
                (DNNL_ARG_DIFF_SRC, layout(dnnl_query_diff_src_md)),
            ]
        )
    }

    /// The gradient by weights and bias.
    func backwardWeights() throws -> Step {
        let hint = try forward(training: 1, relu: 0)
        let descriptor = try Descriptor("backward weights") {
            cdnnl_convolution_backward_weights($0, engine, &source, &weights, &bias, &destination, &window, hint.handle)
        }
        func layout(_ query: dnnl_query_t) -> dnnl_memory_desc_t { cdnnl_layout(descriptor.handle, query) }
        return (
            descriptor,
            [
                (DNNL_ARG_SRC, layout(dnnl_query_src_md)), (DNNL_ARG_DIFF_DST, layout(dnnl_query_diff_dst_md)),
                (DNNL_ARG_DIFF_WEIGHTS, layout(dnnl_query_diff_weights_md)), (DNNL_ARG_DIFF_BIAS, bias),
            ]
        )
    }

    private func forward(training: Int32, relu: Int32) throws -> Descriptor {
        try Descriptor("forward") {
            cdnnl_convolution_forward($0, engine, training, &source, &weights, &bias, &destination, &window, relu)
        }
    }

    /// Of the library's choice, unless a layout is named.
    private static func layout(
        _ extents: [Int], _ tag: dnnl_format_tag_t = dnnl_format_tag_any
    ) throws -> dnnl_memory_desc_t {
        var result = dnnl_memory_desc_t()
        try check(
            dnnl_memory_desc_init_by_tag(&result, Int32(extents.count), extents.map(Int64.init), dnnl_f32, tag), "layout")
        return result
    }
}
