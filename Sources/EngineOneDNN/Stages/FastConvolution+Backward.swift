import CKernels
import Engine
import Network

extension FastConvolution {
    /// Appends the gradients by the weights, the bias and the input, as far as they are wanted; gives the last.
    func appendBackward(_ trace: Trace, _ gradient: ProgramTensor) throws(EngineError) -> ProgramTensor? {
        let groups = kernels.groups(shape, stage.kernel, isTrained: site.isTrained)
        let dx = site.propagates ? trace.source.map { builder.tensor($0.layout) } : nil
        let sums = try sums(for: trace.normalization, isPropagated: dx != nil)
        let partials = try site.isTrained ? builder.tensor(.vector(groups * partialCount)) : nil
        let biasPartials =
            try site.isTrained && site.parameter("bias") != nil ? builder.tensor(.vector(groups * paddedFilters)) : nil
        guard dx != nil || partials != nil else { return nil }
        appendBackward(
            trace, gradient, Results(dx: dx, sums: sums, partials: partials, biasPartials: biasPartials), groups: groups,
            scratch: try builder.scratch(withUnsafePointer(to: shape) { functions.backwardScratch($0) }))
        if let partials, let kernel = site.parameter("kernel") {
            try appendWeightGradient(kernel, partials, groups: groups)
        }
        if let biasPartials, let bias = site.parameter("bias") { try appendBiasGradient(bias, biasPartials, groups: groups) }
        return dx
    }

    /// What the kernel writes.
    private struct Results {
        let dx: ProgramTensor?
        let sums: ProgramTensor?
        let partials: ProgramTensor?
        let biasPartials: ProgramTensor?
    }

    /// The values of one group's sum of weight gradients.
    private var partialCount: Int {
        switch stage.kernel {
        case .pointwise: withUnsafePointer(to: shape) { kernels.turning.partialCount($0) }
        case .winograd: withUnsafePointer(to: shape) { kernels.transforms.partialCount($0) }
        default: plainRows * paddedFilters
        }
    }

    /// The values of weights that one output has, where they lie as Keras's.
    private var plainRows: Int { Limits.product(convolution.kernelSize + [convolution.groupChannels]) }

    /// The sums that a normalization below needs of the gradient that goes down to it.
    private func sums(for normalization: PendingNormalization?, isPropagated: Bool) throws(EngineError) -> ProgramTensor? {
        guard let normalization, normalization.wantsSums, isPropagated else { return nil }
        let sums = builder.tensor(try .vector(builder.count * 2 * kernels.padded(Int(shape.in_channels))))
        normalization.sums = sums
        return sums
    }

    /// Where there are fewer groups of samples than threads, each makes two items: one for the gradient by the input, one for those by
    /// the parameters. Their bytes are those that one makes.
    private func appendBackward(
        _ trace: Trace, _ gradient: ProgramTensor, _ results: Results, groups: Int,
        scratch: (tensor: ProgramTensor, stride: Int)
    ) {
        let (shape, functions, count) = (shape, functions, builder.count * site.node.input.count)
        let (slope, mean) = (gradient.slope, results.sums == nil ? nil : trace.normalization?.mean)
        let weights = results.dx == nil ? nil : trace.weights.backward
        let touched = [
            trace.source, trace.scale, trace.shift, trace.indices, slope?.byGradient, slope?.byValue, slope?.byOne, weights, mean,
            results.dx, results.sums, results.partials, results.biasPartials,
        ].compactMap { $0 }
        let destination = results.dx?.layout.name ?? "a"
        let passes = (results.dx == nil ? 0 : 1) + (results.partials == nil ? 0 : 1)
        let parallel = builder.parallel
        builder.append(
            ProgramOperation(
                layer: site.name, name: name("backward"), implementation: implementation, source: gradient.layout.name,
                destination: destination, flops: Limits.product([passes, flops]),
                directFlops: Limits.product([passes, site.flops(builder.count)])),
            touching: touched + [trace.output, gradient], scratch: [scratch.tensor]
        ) { (addresses) throws(EngineError) in
            func values(_ tensor: ProgramTensor?) -> UnsafeMutablePointer<Float>? { tensor.map { addresses.values($0) } }
            func read(_ tensor: ProgramTensor?) -> UnsafePointer<Float>? { UnsafePointer(values(tensor)) }
            var pass = assay_convolution_backward()
            pass.shape = shape
            (pass.x, pass.scale, pass.shift) = (read(trace.source), read(trace.scale), read(trace.shift))
            pass.y = read(trace.output)
            pass.indices = trace.indices.map { UnsafePointer(addresses.address($0).assumingMemoryBound(to: UInt8.self)) }
            pass.gradient = read(gradient)
            (pass.by_gradient, pass.by_value, pass.by_one) = (read(slope?.byGradient), read(slope?.byValue), read(slope?.byOne))
            (pass.weights, pass.dx) = (read(weights), values(results.dx))
            (pass.sums, pass.mean) = (values(results.sums), read(mean))
            pass.groups = Int32(groups)
            (pass.partials, pass.bias_partials) = (values(results.partials), values(results.biasPartials))
            let (prepared, workspace) = (pass, addresses.values(scratch.tensor))
            let parts = passes == 2 && groups < parallel.threads ? 2 : 1
            return { (run) throws(EngineError) in
                func work(_ samples: UnsafePointer<Float>?) {
                    var (pass, other) = (prepared, prepared)
                    if let samples { (pass.x, other.x) = (samples, samples) }
                    if parts == 2 {
                        (pass.partials, pass.bias_partials) = (nil, nil)
                        (other.dx, other.sums, other.weights) = (nil, nil, nil)
                    }
                    withUnsafePointer(to: &pass) { pass in
                        withUnsafePointer(to: &other) { other in
                            parallel.run(parts * groups) { item, thread in
                                let isOther = item >= groups
                                functions.backward(
                                    isOther ? other : pass, Int32(isOther ? item - groups : item),
                                    workspace + thread * scratch.stride)
                            }
                        }
                    }
                }
                guard prepared.x == nil else { return work(nil) }
                try run.withInputs(count) { work($0) }
            }
        }
    }

    /// Appends the last step of the weights' gradient: the sum of the groups in their order, in the weights' layout.
    private func appendWeightGradient(_ kernel: Int, _ partials: ProgramTensor, groups: Int) throws(EngineError) {
        let gradient = builder.tensor(try stage.kernel == .pointwise ? panels : .kernel(convolution))
        let (shape, parallel, kernels, stage) = (shape, builder.parallel, kernels, stage)
        let (rows, filters, padded, count) = (plainRows, convolution.filters, paddedFilters, partialCount)
        builder.append(
            ProgramOperation(
                layer: site.name, name: "convolution weight gradient", implementation: implementation,
                source: partials.layout.name, destination: gradient.layout.name),
            touching: [partials, gradient]
        ) { (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(partials), addresses.values(gradient))
            typealias Sum =
                @convention(c) (
                    FastKernels.Shape, UnsafePointer<Float>?, Int32, UnsafeMutablePointer<Float>?, Int32
                ) -> Void
            func run(_ items: Int32, _ sum: @escaping Sum) -> Program.Body {
                { (_) throws(EngineError) in
                    withUnsafePointer(to: shape) { shape in
                        parallel.run(Int(items)) { sum(shape, from, Int32(groups), to, Int32($0)) }
                    }
                }
            }
            switch stage.kernel {
            case .pointwise:
                return run(withUnsafePointer(to: shape) { kernels.turning.gradientItems($0) }, kernels.turning.gradient)
            case .winograd:
                return run(withUnsafePointer(to: shape) { kernels.transforms.gradientItems($0) }, kernels.transforms.gradient)
            default:
                return { (_) throws(EngineError) in
                    SumKernel.addRows(from, groups, stride: count, rows: rows, width: filters, padded: padded, to: to)
                }
            }
        }
        try builder.setGradient(kernel, gradient, layer: site.name)
    }

    private func appendBiasGradient(_ bias: Int, _ partials: ProgramTensor, groups: Int) throws(EngineError) {
        let gradient = builder.tensor(try .vector(convolution.filters))
        let (filters, padded) = (convolution.filters, paddedFilters)
        builder.append(kernel: "sum of groups", layer: site.name, from: partials, to: gradient) {
            (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(partials), addresses.values(gradient))
            return { (_) throws(EngineError) in
                SumKernel.addRows(from, groups, stride: padded, rows: 1, width: filters, padded: padded, to: to)
            }
        }
        try builder.setGradient(bias, gradient, layer: site.name)
    }
}
