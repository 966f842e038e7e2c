import CDNNL
import Engine
import Network

extension Conv2D: OneDNNLayer {
    func append(to builder: ProgramBuilder, at site: Site, _ input: ProgramTensor) throws(EngineError) -> ProgramTensor {
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        let bias = site.parameter("bias")
        let rectifies = activation == .relu || (activation == .linear && builder.takesActivation(.relu, after: site))
        let shapes = try ConvolutionShapes(self, site, count: builder.count)
        let plan = try ConvolutionPlan(shapes, builder, site, source: input.layout, rectifies: rectifies, hasBias: bias != nil)

        // Only samples as they come in may have to be brought into the convolution's layout.
        let source = try builder.reordered(input, to: plan.source, layer: site.name, of: "samples")
        var output = builder.tensor(plan.destination)
        let weights = try builder.weights(kernel, forward: plan.weights, layer: site.name)
        var arguments = [(DNNL_ARG_SRC, source), (DNNL_ARG_WEIGHTS, weights), (DNNL_ARG_DST, output)]
        if let bias { arguments.append((DNNL_ARG_BIAS, builder.parameter(bias))) }
        builder.append(plan.forward, layer: site.name, arguments, shows: (plan.source, plan.destination))
        if rectifies { output.rectifier = Rectifier() }
        if site.isDifferentiated {
            builder.onBackward { (gradient) throws(EngineError) in
                if let rectifier = output.rectifier, !rectifier.isTaken {
                    try builder.maskGradient(gradient, by: output, layer: site.name)
                }
                if site.isTrained {
                    try plan.appendWeightGradients(builder, site, source: source, gradient: gradient, kernel: kernel, bias: bias)
                }
                return site.propagates ? try plan.appendSourceGradient(builder, site, kernel: kernel, gradient: gradient) : nil
            }
        }
        return rectifies ? output : try builder.activate(output, activation, at: site)
    }
}

/// The extents of a convolution in oneDNN's axes.
struct ConvolutionShapes {
    let source: [Int]
    let weights: [Int]
    let destination: [Int]
    let window: cdnnl_window

    init(_ layer: Conv2D, _ site: Site, count: Int) throws(EngineError) {
        let (input, output) = (site.node.input.extents, site.node.output.extents)
        guard input.count == 3, output.count == 3 else { throw .unsupported(layer: site.name, reason: "its input is no image") }
        source = [count, input[2], input[0], input[1]]
        weights = [layer.filters, input[2], layer.kernelSize[0], layer.kernelSize[1]]
        destination = [count, output[2], output[0], output[1]]
        window = cdnnl_window(input, kernel: layer.kernelSize, strides: layer.strides, output: output, padding: layer.padding)
    }
}

extension cdnnl_window {
    /// A window over an image of height, width and channels. What `valid` leaves over at the end is a negative padding.
    init(_ input: [Int], kernel: [Int], strides: [Int], output: [Int], padding: Conv2D.Padding) {
        self.init()
        var before = [0, 0]
        var after = [0, 0]
        for axis in 0..<2 {
            before[axis] = Window.padding(input[axis], window: kernel[axis], stride: strides[axis], padding: padding).before
            let reach = (output[axis] - 1) * strides[axis] + kernel[axis]
            after[axis] = reach - input[axis] - before[axis]
        }
        self.kernel = (dnnl_dim_t(kernel[0]), dnnl_dim_t(kernel[1]))
        self.strides = (dnnl_dim_t(strides[0]), dnnl_dim_t(strides[1]))
        self.before = (dnnl_dim_t(before[0]), dnnl_dim_t(before[1]))
        self.after = (dnnl_dim_t(after[0]), dnnl_dim_t(after[1]))
    }
}

/// The primitives of a convolution; the forward one decides the layouts, the backward ones follow it.
struct ConvolutionPlan {
    let shapes: ConvolutionShapes
    let forward: PrimitiveDescriptor
    let biasLayout: Layout?
    var source: Layout { forward.layout(dnnl_query_src_md) }
    var weights: Layout { forward.layout(dnnl_query_weights_md) }
    var destination: Layout { forward.layout(dnnl_query_dst_md) }

    init(
        _ shapes: ConvolutionShapes, _ builder: ProgramBuilder, _ site: Site, source: Layout, rectifies: Bool, hasBias: Bool
    ) throws(EngineError) {
        let free = !builder.channelsLast
        let wanted = site.index == 0 && free ? try Layout.any(shapes.source) : source
        let weights = try Layout.any(shapes.weights)
        let destination = free ? try Layout.any(shapes.destination) : try Layout.keras(shapes.destination)
        let bias: Layout? = hasBias ? try .vector(shapes.destination[1]) : nil
        var window = shapes.window
        forward = try PrimitiveDescriptor("convolution forward", layer: site.name) { result in
            Layout.with(wanted, weights, bias, destination) { layouts in
                cdnnl_convolution_forward(
                    result, builder.device.engine, site.isTraining ? 1 : 0, layouts[0], layouts[1], layouts[2], layouts[3],
                    &window, rectifies ? 1 : 0)
            }
        }
        self.shapes = shapes
        biasLayout = bias
    }

    /// The gradient by the weights and the bias.
    ///
    /// oneDNN sums over samples in an order that depends on the number of threads (AVX-512). So samples are divided into groups
    /// by a constant rule, each is summed by one thread, and the sums are added up in the order of the groups.
    func appendWeightGradients(
        _ builder: ProgramBuilder, _ site: Site, source: ProgramTensor, gradient: ProgramTensor, kernel: Int, bias: Int?
    ) throws(EngineError) {
        let groups = SampleGroup.all(count: shapes.source[0])
        var descriptors: [Int: PrimitiveDescriptor] = [:]
        for count in Set(groups.map(\.count)) {
            descriptors[count] = try weightGradient(builder, site, source.layout.samples(count), gradient.layout.samples(count))
        }
        guard let first = groups.first.flatMap({ descriptors[$0.count] }) else { return }
        let layout = first.layout(dnnl_query_diff_weights_md)
        let byKernel = groups.map { _ in builder.tensor(layout) }
        let byBias = biasLayout.map { layout in groups.map { _ in builder.tensor(layout) } }
        try builder.append(layer: site.name, groups: groups, shows: (gradient.layout, layout)) { (index) throws(EngineError) in
            guard let descriptor = descriptors[groups[index].count], descriptor.layout(dnnl_query_diff_weights_md) == layout
            else {
                throw .unsupported(layer: site.name, reason: "oneDNN wants two layouts for one gradient")
            }
            let (some, slopes) = (try source.samples(groups[index]), try gradient.samples(groups[index]))
            var arguments = [(DNNL_ARG_SRC, some), (DNNL_ARG_DIFF_DST, slopes), (DNNL_ARG_DIFF_WEIGHTS, byKernel[index])]
            if let byBias { arguments.append((DNNL_ARG_DIFF_BIAS, byBias[index])) }
            return (descriptor, arguments)
        }
        try builder.setGradient(kernel, builder.sum(byKernel, layer: site.name), layer: site.name)
        if let bias, let byBias { try builder.setGradient(bias, builder.sum(byBias, layer: site.name), layer: site.name) }
    }

    private func weightGradient(
        _ builder: ProgramBuilder, _ site: Site, _ source: Layout, _ gradient: Layout
    ) throws(EngineError) -> PrimitiveDescriptor {
        let weights = try Layout.any(shapes.weights)
        var window = shapes.window
        return try builder.parallel.alone { () throws(EngineError) in
            try PrimitiveDescriptor("convolution backward weights", layer: site.name) { result in
                Layout.with(source, weights, biasLayout, gradient) { layouts in
                    cdnnl_convolution_backward_weights(
                        result, builder.device.engine, layouts[0], layouts[1], layouts[2], layouts[3], &window, nil)
                }
            }
        }
    }

    /// The gradient by the source.
    func appendSourceGradient(
        _ builder: ProgramBuilder, _ site: Site, kernel: Int, gradient: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let weights = try Layout.any(shapes.weights)
        var window = shapes.window
        let descriptor = try PrimitiveDescriptor("convolution backward data", layer: site.name) { result in
            Layout.with(source, weights, gradient.layout) { layouts in
                cdnnl_convolution_backward_data(
                    result, builder.device.engine, layouts[0], layouts[1], layouts[2], &window, forward.handle)
            }
        }
        let result = builder.tensor(source)
        let wanted = descriptor.layout(dnnl_query_weights_md)
        let weightsTensor = try builder.weights(kernel, as: wanted, layer: site.name)
        builder.append(
            descriptor, layer: site.name,
            [(DNNL_ARG_DIFF_DST, gradient), (DNNL_ARG_WEIGHTS, weightsTensor), (DNNL_ARG_DIFF_SRC, result)],
            shows: (gradient.layout, result.layout))
        return result
    }
}
