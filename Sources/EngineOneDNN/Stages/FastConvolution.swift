import CKernels
import Engine
import Network

/// A convolution by a kernel of ours, with what is fused to it.
struct FastConvolution {
    let builder: ProgramBuilder
    let stage: Stage
    let site: Site
    let kernels: FastKernels
    let convolution: Convolution
    /// With what is fused.
    private(set) var shape: assay_convolution

    /// Nil where no convolution of ours computes the stage.
    init?(_ builder: ProgramBuilder, _ stage: Stage, _ site: Site) {
        guard stage.isConvolution, let kernels = builder.kernels,
            let convolution = site.node.convolution(of: "kernel")
        else { return nil }
        self.builder = builder
        self.stage = stage
        self.site = site
        self.kernels = kernels
        self.convolution = convolution
        shape = assay_convolution(convolution, stage, count: builder.count)
    }

    /// Whether the samples are read as they come in.
    var isFirst: Bool { stage.kernel == .first }
    var functions: FastKernels.Convolution {
        switch stage.kernel {
        case .first: kernels.first
        case .pointwise: kernels.pointwise
        case .depthwise: kernels.depthwise
        default: kernels.winograd
        }
    }
    /// What operations are called.
    var implementation: String {
        switch stage.kernel {
        case .winograd: "winograd F(\(stage.tile)x\(stage.tile),3x3) \(kernels.name)"
        case .first: "direct \(kernels.name)"
        case .pointwise, .depthwise: "\(stage.kernel) \(kernels.name)"
        case .layer, .product: kernels.name
        }
    }
    /// Extents of the result.
    var extents: [Int] {
        let (height, width) = (Int(shape.out_height), Int(shape.out_width))
        return [builder.count, convolution.filters] + (stage.pools ? [height / 2, width / 2] : [height, width])
    }
    var paddedFilters: Int { kernels.padded(convolution.filters) }

    /// What the backward pass finds of the forward pass.
    struct Trace {
        /// Nil: the samples.
        var source: ProgramTensor?
        var normalization: PendingNormalization?
        var scale: ProgramTensor?
        var shift: ProgramTensor?
        var weights: Weights
        var output: ProgramTensor
        var indices: ProgramTensor?
    }

    /// Appends the stage but for a normalization that the kernel does not apply.
    ///
    /// - Parameter input: Nil where the samples are read as they come in.
    func append(_ input: ProgramTensor?) throws(EngineError) -> ProgramTensor {
        let value = try input.map { (input) throws(EngineError) in try readable(input) }
        var limited = self
        limited.shape.limits = (value?.normalization?.limits ?? .none).rawValue
        return try limited.append(reading: value)
    }

    private func append(reading value: ProgramTensor?) throws(EngineError) -> ProgramTensor {
        let normalization = value?.normalization
        let vectors = try normalization?.appendVectors(to: builder)
        let weights = try appendWeights()
        let output = builder.tensor(try kernels.layout(extents))
        let keeps = site.isDifferentiated && stage.pools
        let trace = Trace(
            source: value, normalization: normalization, scale: vectors?.scale, shift: vectors?.shift, weights: weights,
            output: output,
            indices: keeps
                ? builder.tensor(try .vector((builder.count * paddedFilters * extents[2] * extents[3] / 4 + 3) / 4)) : nil)
        var result = try appendForward(trace)
        if site.isDifferentiated {
            builder.onBackward(takesSlope: true, keepsGradient: true) { (gradient) throws(EngineError) in
                try self.appendBackward(trace, gradient)
            }
        }
        if !stage.rectifies { result = try builder.activate(result, site.node.layer.value.lastActivation, at: site) }
        return result
    }

    /// A value as the kernel reads it: in its blocks; a normalization that it lacks is applied on load.
    private func readable(_ value: ProgramTensor) throws(EngineError) -> ProgramTensor {
        let layout = try kernels.layout(value.layout.extents)
        if value.layout == layout { return value }
        return try builder.appendAligned(
            builder.settled(value), to: layout, layer: site.name, isDifferentiated: site.isDifferentiated && site.propagates)
    }

    private func appendForward(_ trace: Trace) throws(EngineError) -> ProgramTensor {
        let (shape, functions, count) = (shape, functions, builder.count * site.node.input.count)
        let (items, scratchCount) = withUnsafePointer(to: shape) { (functions.forwardItems($0), functions.forwardScratch($0)) }
        let scratch = try builder.scratch(scratchCount)
        let scaling = try stage.scalesOutput ? outputVectors() : nil
        let sums = try producedSums(items: Int(items))
        let bias = trace.weights.bias
        let touched = [
            trace.source, trace.scale, trace.shift, trace.weights.forward, bias, scaling?.scale, scaling?.shift, trace.indices,
            sums?.values, sums?.pivot,
        ].compactMap { $0 }
        let parallel = builder.parallel
        builder.append(
            ProgramOperation(
                layer: site.name, name: name("forward"), implementation: implementation,
                source: trace.source?.layout.name ?? Self.samples, destination: trace.output.layout.name, flops: flops,
                directFlops: site.flops(builder.count)),
            touching: touched + [trace.output], scratch: [scratch.tensor]
        ) { (addresses) throws(EngineError) in
            func values(_ tensor: ProgramTensor?) -> UnsafeMutablePointer<Float>? { tensor.map { addresses.values($0) } }
            var pass = assay_convolution_forward()
            pass.shape = shape
            pass.x = UnsafePointer(values(trace.source))
            (pass.scale, pass.shift) = (UnsafePointer(values(trace.scale)), UnsafePointer(values(trace.shift)))
            (pass.weights, pass.bias) = (UnsafePointer(values(trace.weights.forward)), UnsafePointer(values(bias)))
            (pass.out_scale, pass.out_shift) = (UnsafePointer(values(scaling?.scale)), UnsafePointer(values(scaling?.shift)))
            pass.y = values(trace.output)
            pass.indices = trace.indices.map { addresses.address($0).assumingMemoryBound(to: UInt8.self) }
            (pass.sums, pass.pivot) = (values(sums?.values), UnsafePointer(values(sums?.pivot)))
            let (prepared, workspace) = (pass, addresses.values(scratch.tensor))
            return { (run) throws(EngineError) in
                func work(_ samples: UnsafePointer<Float>?) {
                    var pass = prepared
                    if let samples { pass.x = samples }
                    withUnsafePointer(to: &pass) { pass in
                        parallel.run(Int(items)) { item, thread in
                            functions.forward(pass, Int32(item), workspace + thread * scratch.stride)
                        }
                    }
                }
                guard prepared.x == nil else { return work(nil) }
                try run.withInputs(count) { work($0) }
            }
        }
        var result = trace.output
        result.sums = sums
        return result
    }

    /// Multiplications and additions of the products of one pass: forward, by the input or by the weights.
    var flops: Int {
        guard stage.kernel == .winograd else { return site.flops(builder.count) }
        return Limits.product([2, shape.pairs, Int(shape.in_channels), convolution.filters])
    }

    /// Samples as a description names their layout.
    static let samples = "acdb"

    /// `convolution forward`, with what is fused to it.
    func name(_ direction: String) -> String {
        let parts = ["convolution"] + (stage.rectifies ? ["relu"] : []) + (stage.pools ? ["pooling"] : [])
        return parts.joined(separator: " + ") + " " + direction
    }

    /// Where a normalization on the batch's statistics follows: sums that the kernel makes for it.
    private func producedSums(items: Int) throws(EngineError) -> ProducedSums? {
        guard let index = stage.normalization, !stage.scalesOutput else { return nil }
        let normalization = builder.sites[index]
        guard !normalization.hasFixedStatistics(builder.semantics), let mean = normalization.parameter("moving_mean") else {
            return nil
        }
        return ProducedSums(
            items: items, values: builder.tensor(try .vector(items * 2 * paddedFilters)), pivot: builder.parameter(mean))
    }

    /// Where a normalization with fixed statistics follows and nothing is differentiated: its scale and shift.
    private func outputVectors() throws(EngineError) -> (scale: ProgramTensor, shift: ProgramTensor)? {
        guard let index = stage.normalization, let layer = builder.network.layers[index].layer.value as? BatchNormalization
        else { return nil }
        return try layer.fixed(builder, builder.sites[index], try kernels.layout(extents)).appendVectors(to: builder)
    }
}
