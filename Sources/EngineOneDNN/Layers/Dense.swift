import CDNNL
import Engine
import Network

extension Dense: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        let bias = site.parameter("bias")
        let plan = try InnerProductPlan(
            builder, site, input.layout, units: units, rectifies: stage.rectifies, hasBias: bias != nil)

        let output = builder.tensor(plan.destination)
        let weights = try builder.weights(kernel, forward: plan.forward.layout(dnnl_query_weights_md), layer: site.name)
        var arguments = [(DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, weights), (DNNL_ARG_DST, output)]
        if let bias { arguments.append((DNNL_ARG_BIAS, builder.parameter(bias))) }
        builder.append(
            plan.forward, layer: site.name, arguments, shows: (input.layout, output.layout), flops: site.flops(builder.count),
            alone: true)
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                let gradient = stage.rectifies ? try builder.maskGradient(gradient, by: output, layer: site.name) : gradient
                if site.isTrained {
                    try plan.appendWeightGradients(builder, site, source: input, gradient: gradient, kernel: kernel, bias: bias)
                }
                return site.propagates ? try plan.appendSourceGradient(builder, site, kernel: kernel, gradient: gradient) : nil
            }
        }
        if stage.rectifies || builder.headTakes(activation, at: site) { return output }
        return try builder.activate(output, activation, at: site)
    }
}

/// The primitives of a fully connected layer. Over a flattened image the source keeps its axes, and the weights have them too.
///
/// oneDNN divides the sums of an inner product among threads, so its bytes would depend on their number: one thread does it all.
struct InnerProductPlan {
    let forward: PrimitiveDescriptor
    let source: Layout
    let destination: Layout
    private let weightExtents: [Int]
    private let bias: Layout?

    init(
        _ builder: ProgramBuilder, _ site: Site, _ source: Layout, units: Int, rectifies: Bool, hasBias: Bool
    ) throws(EngineError) {
        weightExtents = [units] + source.extents.dropFirst()
        let weights = try Layout.any(weightExtents)
        let destination = try Layout.keras([builder.count, units])
        let bias: Layout? = hasBias ? try .vector(units) : nil
        forward = try builder.parallel.alone { () throws(EngineError) in
            try PrimitiveDescriptor("inner product forward", layer: site.name) { result in
                Layout.with(source, weights, bias, destination) { layouts in
                    cdnnl_inner_product_forward(
                        result, builder.device.engine, site.isTraining ? 1 : 0, layouts[0], layouts[1], layouts[2],
                        layouts[3], rectifies ? 1 : 0)
                }
            }
        }
        self.source = source
        self.destination = destination
        self.bias = bias
    }

    /// The gradient by the weights and the bias.
    func appendWeightGradients(
        _ builder: ProgramBuilder, _ site: Site, source: ProgramTensor, gradient: ProgramTensor, kernel: Int, bias: Int?
    ) throws(EngineError) {
        let descriptor = try preferring(builder.parameter(kernel).layout, builder) { (weights) throws(EngineError) in
            try PrimitiveDescriptor("inner product backward weights", layer: site.name) { result in
                Layout.with(source.layout, weights, self.bias, gradient.layout) { layouts in
                    cdnnl_inner_product_backward_weights(
                        result, builder.device.engine, layouts[0], layouts[1], layouts[2], layouts[3], forward.handle)
                }
            }
        }
        let byKernel = builder.tensor(descriptor.layout(dnnl_query_diff_weights_md))
        var arguments = [(DNNL_ARG_SRC, source), (DNNL_ARG_DIFF_DST, gradient), (DNNL_ARG_DIFF_WEIGHTS, byKernel)]
        let byBias = self.bias.map { builder.tensor($0) }
        if let byBias { arguments.append((DNNL_ARG_DIFF_BIAS, byBias)) }
        builder.append(
            descriptor, layer: site.name, arguments, shows: (gradient.layout, byKernel.layout), flops: site.flops(builder.count),
            alone: true)
        try builder.setGradient(kernel, byKernel, layer: site.name)
        if let bias, let byBias { try builder.setGradient(bias, byBias, layer: site.name) }
    }

    /// The gradient by the source.
    func appendSourceGradient(
        _ builder: ProgramBuilder, _ site: Site, kernel: Int, gradient: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let descriptor = try preferring(builder.parameter(kernel).layout, builder) { (weights) throws(EngineError) in
            try PrimitiveDescriptor("inner product backward data", layer: site.name) { result in
                Layout.with(source, weights, gradient.layout) { layouts in
                    cdnnl_inner_product_backward_data(
                        result, builder.device.engine, layouts[0], layouts[1], layouts[2], forward.handle)
                }
            }
        }
        let result = builder.tensor(source)
        let wanted = descriptor.layout(dnnl_query_weights_md)
        let weights = try builder.weights(kernel, as: wanted, layer: site.name)
        builder.append(
            descriptor, layer: site.name,
            [(DNNL_ARG_DIFF_DST, gradient), (DNNL_ARG_WEIGHTS, weights), (DNNL_ARG_DIFF_SRC, result)],
            shows: (gradient.layout, result.layout), flops: site.flops(builder.count), alone: true)
        return result
    }

    /// A primitive on weights as they lie, or, where there is none, as it likes them: large weights take longer to move
    /// than to use.
    private func preferring(
        _ layout: Layout, _ builder: ProgramBuilder, _ make: (Layout) throws(EngineError) -> PrimitiveDescriptor
    ) throws(EngineError) -> PrimitiveDescriptor {
        try builder.parallel.alone { () throws(EngineError) in
            do throws(EngineError) {
                return try make(layout)
            } catch .unsupported {
                return try make(try .any(weightExtents))
            }
        }
    }
}
