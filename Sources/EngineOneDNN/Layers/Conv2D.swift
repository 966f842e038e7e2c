import CDNNL
import Engine
import Network

extension Conv2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        let bias = site.parameter("bias")
        let shapes = try ConvolutionShapes(self, site, count: builder.count)
        let plan = try ConvolutionPlan(
            shapes, builder, site, source: input.layout, rectifies: stage.rectifies,
            hasBias: bias != nil || stage.folded != nil)

        let source =
            site.readsSamples
            ? try builder.reordered(input, to: plan.source, layer: site.name, of: "samples")
            : try builder.appendAligned(
                input, to: plan.source, layer: site.name, isDifferentiated: site.isDifferentiated && site.propagates)
        var output = builder.tensor(plan.destination)
        let (weights, added) = try builder.weights(of: site, stage, forward: plan.weights)
        try builder.appendSamples(plan.forward, layer: site.name, shows: (source, output), flops: site.flops(builder.count)) {
            (sample) throws(EngineError) in
            var arguments = [
                (DNNL_ARG_SRC, try source.samples(sample)), (DNNL_ARG_WEIGHTS, weights),
                (DNNL_ARG_DST, try output.samples(sample)),
            ]
            if let added { arguments.append((DNNL_ARG_BIAS, added)) }
            return arguments
        }
        if stage.rectifies { output.rectifier = Rectifier() }
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                let isMasked = output.rectifier?.isTaken ?? true
                let gradient = isMasked ? gradient : try builder.maskGradient(gradient, by: output, layer: site.name)
                if site.isTrained {
                    try plan.appendWeightGradients(builder, site, source: source, gradient: gradient, kernel: kernel, bias: bias)
                }
                return site.propagates ? try plan.appendSourceGradient(builder, site, kernel: kernel, gradient: gradient) : nil
            }
        }
        return stage.rectifies ? output : try builder.activate(output, activation, at: site)
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
///
/// All but the gradient of the weights work on one sample and one thread, and the samples are shared out.
struct ConvolutionPlan {
    let shapes: ConvolutionShapes
    /// For one sample.
    let forward: PrimitiveDescriptor
    /// Of all samples.
    let source: Layout
    let weights: Layout
    /// Of all samples.
    let destination: Layout
    private let bias: Layout?

    init(
        _ shapes: ConvolutionShapes, _ builder: ProgramBuilder, _ site: Site, source: Layout, rectifies: Bool, hasBias: Bool
    ) throws(EngineError) {
        let free = !builder.channelsLast.contains(site.index)
        let bias: Layout? = hasBias ? try .vector(shapes.destination[1]) : nil
        func make(_ source: Layout, _ weights: Layout, _ destination: Layout) throws(EngineError) -> PrimitiveDescriptor {
            var window = shapes.window
            return try builder.parallel.alone { () throws(EngineError) in
                try PrimitiveDescriptor("convolution forward", layer: site.name) { result in
                    Layout.with(source, weights, bias, destination) { layouts in
                        cdnnl_convolution_forward(
                            result, builder.device.engine, site.isTraining ? 1 : 0, layouts[0], layouts[1], layouts[2],
                            layouts[3], &window, rectifies ? 1 : 0)
                    }
                }
            }
        }
        let whole = try make(
            !free ? try .keras(shapes.source) : site.readsSamples ? try .any(shapes.source) : source, try .any(shapes.weights),
            free ? try .any(shapes.destination) : try .keras(shapes.destination))
        self.shapes = shapes
        self.bias = bias
        self.source = whole.layout(dnnl_query_src_md)
        weights = whole.layout(dnnl_query_weights_md)
        destination = whole.layout(dnnl_query_dst_md)
        // Whole planes of one channel (SSE4.1) are of no use to the layers that follow.
        _ = try ChannelGrid(destination, layer: site.name)
        forward = try make(self.source.samples(1), weights, destination.samples(1))
    }

    /// The gradient by the weights and the bias.
    ///
    /// oneDNN sums over samples in an order that depends on the number of threads (AVX-512). So samples are divided into groups
    /// by their number alone, each is summed by one thread, and the sums are added up in the order of the groups.
    func appendWeightGradients(
        _ builder: ProgramBuilder, _ site: Site, source: ProgramTensor, gradient: ProgramTensor, kernel: Int, bias: Int?
    ) throws(EngineError) {
        let groups = SampleGroup.few(builder.count)
        var layout = try Layout.any(shapes.weights)
        var descriptors: [Int: PrimitiveDescriptor] = [:]
        for group in groups where descriptors[group.count] == nil {
            let descriptor = try weightGradient(
                builder, site, source.layout.samples(group.count), layout, gradient.layout.samples(group.count))
            layout = descriptor.layout(dnnl_query_diff_weights_md)
            descriptors[group.count] = descriptor
        }
        let byKernel = groups.map { _ in builder.tensor(layout) }
        let byBias = self.bias.map { layout in groups.map { _ in builder.tensor(layout) } }
        try builder.append(layer: site.name, groups.count, shows: (gradient, byKernel[0]), flops: site.flops(builder.count)) {
            (index) throws(EngineError) in
            guard let descriptor = descriptors[groups[index].count] else { throw .library("a group without a primitive") }
            let (some, slopes) = (try source.samples(groups[index]), try gradient.samples(groups[index]))
            var arguments = [(DNNL_ARG_SRC, some), (DNNL_ARG_DIFF_DST, slopes), (DNNL_ARG_DIFF_WEIGHTS, byKernel[index])]
            if let byBias { arguments.append((DNNL_ARG_DIFF_BIAS, byBias[index])) }
            return (descriptor, arguments)
        }
        try builder.setGradient(kernel, builder.sum(byKernel, layer: site.name), layer: site.name)
        if let bias, let byBias { try builder.setGradient(bias, builder.sum(byBias, layer: site.name), layer: site.name) }
    }

    private func weightGradient(
        _ builder: ProgramBuilder, _ site: Site, _ source: Layout, _ weights: Layout, _ gradient: Layout
    ) throws(EngineError) -> PrimitiveDescriptor {
        var window = shapes.window
        return try builder.parallel.alone { () throws(EngineError) in
            try PrimitiveDescriptor("convolution backward weights", layer: site.name) { result in
                Layout.with(source, weights, bias, gradient) { layouts in
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
        let (bySource, byDestination) = (try source.samples(1), try gradient.layout.samples(1))
        let weights = try Layout.any(shapes.weights)
        var window = shapes.window
        let descriptor = try builder.parallel.alone { () throws(EngineError) in
            try PrimitiveDescriptor("convolution backward data", layer: site.name) { result in
                Layout.with(bySource, weights, byDestination) { layouts in
                    cdnnl_convolution_backward_data(
                        result, builder.device.engine, layouts[0], layouts[1], layouts[2], &window, forward.handle)
                }
            }
        }
        let result = builder.tensor(source)
        let kernel = try builder.weights(kernel, as: descriptor.layout(dnnl_query_weights_md), layer: site.name)
        try builder.appendSamples(descriptor, layer: site.name, shows: (gradient, result), flops: site.flops(builder.count)) {
            (sample) throws(EngineError) in
            [
                (DNNL_ARG_DIFF_DST, try gradient.samples(sample)), (DNNL_ARG_WEIGHTS, kernel),
                (DNNL_ARG_DIFF_SRC, try result.samples(sample)),
            ]
        }
        return result
    }
}
