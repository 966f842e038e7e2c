import CDNNL
import Engine
import Network

/// What is wanted of a convolution's primitives.
struct ConvolutionWants {
    /// Whether a bias is added.
    var hasBias = false
    /// Whether max(x, 0) follows.
    var rectifies = false
    /// Whether the gradient by the source is computed.
    var bySource: Bool
    /// Whether the gradient by the kernel is computed.
    var byKernel: Bool
    /// Whether the source is a layer's output, and the destination its input.
    var isTransposed = false
}

/// The primitives of a convolution; the forward one decides the layouts, the backward ones follow it.
///
/// All but the gradient of the kernel work on one sample and one thread, and the samples are shared out.
struct ConvolutionPlan {
    let convolution: Convolution
    /// For one sample.
    let forward: PrimitiveDescriptor
    /// Of all samples.
    let source: Layout
    let weights: Layout
    /// Of all samples.
    let destination: Layout
    /// The gradient by the source, for one sample; nil where it is not wanted.
    let bySource: PrimitiveDescriptor?
    /// The gradient by the kernel, for each size of a group of samples; empty where it is not wanted.
    let byKernel: [Int: PrimitiveDescriptor]

    /// Lets the forward primitive choose layouts; where it, or one that follows it, then has no fast implementation (few channels in the
    /// middle of a network, groups that fill no blocks, dilation), all is channels last, of which oneDNN has every convolution.
    ///
    /// - Parameters:
    ///   - source: How the source lies; nil where any layout does.
    ///   - destination: How the destination lies; nil where any layout does.
    init(
        _ convolution: Convolution, _ builder: ProgramBuilder, _ site: Site, source: Layout? = nil, destination: Layout? = nil,
        _ wants: ConvolutionWants
    ) throws(EngineError) {
        let (from, to) = (convolution.sourceExtents(builder.count), convolution.destinationExtents(builder.count))
        do throws(EngineError) {
            let (any, free) = (try Layout.any(from), try Layout.any(to))
            self = try Self(convolution, builder, site, from: source ?? any, to: destination ?? free, wants)
        } catch {
            guard case .unsupported = error else { throw error }
            self = try Self(convolution, builder, site, from: .keras(from), to: .keras(to), wants)
        }
    }

    private init(
        _ convolution: Convolution, _ builder: ProgramBuilder, _ site: Site, from: Layout, to: Layout, _ wants: ConvolutionWants
    ) throws(EngineError) {
        let maker = ConvolutionMaker(
            convolution: convolution, builder: builder, layer: site.name, isTraining: site.isTraining,
            bias: wants.hasBias ? try .vector(convolution.filters) : nil)
        let any = try Layout.any(convolution.weightExtents)
        let whole = try maker.forward(from, any, to, rectifies: wants.rectifies)
        self.convolution = convolution
        source = whole.layout(dnnl_query_src_md)
        weights = whole.layout(dnnl_query_weights_md)
        destination = whole.layout(dnnl_query_dst_md)
        // Whole planes of one channel (SSE4.1) are of no use to the layers around.
        _ = try ChannelGrid(wants.isTransposed ? source : destination, layer: site.name)
        let (one, result) = (try source.samples(1), try destination.samples(1))
        forward = try maker.forward(one, weights, result, rectifies: wants.rectifies)
        bySource = wants.bySource ? try maker.bySource(one, any, result, forward: forward) : nil
        var byKernel: [Int: PrimitiveDescriptor] = [:]
        var layout = any
        for group in wants.byKernel ? SampleGroup.few(builder.count) : [] where byKernel[group.count] == nil {
            let descriptor = try maker.byKernel(source.samples(group.count), layout, destination.samples(group.count))
            layout = descriptor.layout(dnnl_query_diff_weights_md)
            byKernel[group.count] = descriptor
        }
        self.byKernel = byKernel
    }
}

/// Makes descriptors of one convolution's primitives.
private struct ConvolutionMaker {
    let convolution: Convolution
    let builder: ProgramBuilder
    let layer: String
    let isTraining: Bool
    let bias: Layout?

    func forward(
        _ source: Layout, _ weights: Layout, _ destination: Layout, rectifies: Bool
    ) throws(EngineError) -> PrimitiveDescriptor {
        try make("convolution forward", source, weights, bias, destination) { result, layouts, window in
            cdnnl_convolution_forward(
                result, builder.device.engine, isTraining ? 1 : 0, layouts[0], layouts[1], layouts[2], layouts[3], window,
                rectifies ? 1 : 0)
        }
    }

    func bySource(
        _ source: Layout, _ weights: Layout, _ destination: Layout, forward: PrimitiveDescriptor
    ) throws(EngineError) -> PrimitiveDescriptor {
        try make("convolution backward data", source, weights, destination) { result, layouts, window in
            cdnnl_convolution_backward_data(
                result, builder.device.engine, layouts[0], layouts[1], layouts[2], window, forward.handle)
        }
    }

    func byKernel(_ source: Layout, _ weights: Layout, _ destination: Layout) throws(EngineError) -> PrimitiveDescriptor {
        try make("convolution backward weights", source, weights, bias, destination) { result, layouts, window in
            cdnnl_convolution_backward_weights(
                result, builder.device.engine, layouts[0], layouts[1], layouts[2], layouts[3], window, nil)
        }
    }

    private func make(
        _ name: String, _ layouts: Layout?...,
        create: (
            UnsafeMutablePointer<dnnl_primitive_desc_t?>, [UnsafePointer<dnnl_memory_desc_t>?], UnsafePointer<cdnnl_window>
        ) -> dnnl_status_t
    ) throws(EngineError) -> PrimitiveDescriptor {
        try builder.parallel.alone { () throws(EngineError) in
            try PrimitiveDescriptor(name, layer: layer) { result in
                withUnsafePointer(to: convolution.window) { window in
                    Layout.with(layouts) { create(result, $0, window) }
                }
            }
        }
    }
}
