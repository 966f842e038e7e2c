import CKernels
import Engine
import Network

extension FastConvolution {
    /// What the kernels read of the layer's parameters.
    struct Weights {
        /// As the forward pass wants them.
        let forward: ProgramTensor
        /// As the backward pass wants them; nil where nothing goes down.
        let backward: ProgramTensor?
        let bias: ProgramTensor?
    }

    /// Appends what brings the weights into the kernels' form: once, and again where the parameters have changed.
    func appendWeights() throws(EngineError) -> Weights {
        guard let kernel = site.parameter("kernel") else { throw .unsupported(layer: site.name, reason: "it has no kernel") }
        var source = builder.parameter(kernel)
        var bias = site.parameter("bias").map { builder.parameter($0) }
        guard source.layout == (try .kernel(site.node.input.extents, layer)) else {
            throw .library("the kernel of \(site.name) lies as \(source.layout.name)")
        }
        if let index = stage.folded { (source, bias) = try appendFolding(of: index, kernel, source, bias) }
        if isFirst { return Weights(forward: source, backward: nil, bias: bias) }
        let forward = try transformed(kernel, source, isBackward: false)
        let backward = site.isDifferentiated && site.propagates ? try transformed(kernel, source, isBackward: true) : nil
        appendTransformation(of: source, forward, backward)
        return Weights(
            forward: forward.tensor, backward: backward?.tensor, bias: bias)
    }

    /// The place of transformed weights, shared by all programs of the session.
    private func transformed(_ kernel: Int, _ source: ProgramTensor, isBackward: Bool) throws(EngineError) -> DerivedSlot {
        try builder.store.derived(
            .transformed(kernel: kernel, tile: Int(shape.tile), isBackward: isBackward, folded: stage.folded),
            layout: .vector(withUnsafePointer(to: shape) { kernels.transforms.count($0, isBackward ? 1 : 0) }),
            from: [source.slot].compactMap { $0 })
    }

    private func appendTransformation(of source: ProgramTensor, _ forward: DerivedSlot, _ backward: DerivedSlot?) {
        let (shape, transforms, parallel) = (shape, kernels.transforms, builder.parallel)
        builder.append(
            ProgramOperation(
                layer: site.name, name: "weight transformation", implementation: implementation, source: source.layout.name,
                destination: forward.layout.name),
            touching: [source]
        ) { (addresses) throws(EngineError) in
            let weights = addresses.values(source)
            let items = withUnsafePointer(to: shape) { Int(transforms.items($0)) }
            return { (_) throws(EngineError) in
                let slots = [forward, backward].map { slot in slot.flatMap { $0.isCurrent ? nil : $0 } }
                guard slots.contains(where: { $0 != nil }) else { return }
                let places = slots.map { $0?.storage.floats.baseAddress }
                withUnsafePointer(to: shape) { shape in
                    parallel.run(items) { transforms.transform(shape, weights, places[0], places[1], Int32($0)) }
                }
                for slot in slots { slot?.renewed() }
            }
        }
    }

    /// Appends kernel and bias with a normalization's fixed scale and shift multiplied into them.
    private func appendFolding(
        of index: Int, _ kernel: Int, _ weights: ProgramTensor, _ bias: ProgramTensor?
    ) throws(EngineError) -> (kernel: ProgramTensor, bias: ProgramTensor) {
        guard let layer = builder.network.layers[index].layer.value as? BatchNormalization else {
            throw .library("\(site.name) is folded with what is no normalization")
        }
        let pending = try layer.fixed(builder, builder.sites[index], try kernels.layout(extents))
        let read = [weights, bias, pending.mean, pending.variance, pending.gamma, pending.beta].compactMap { $0 }
        let sources = read.compactMap(\.slot)
        let toKernel = try builder.store.derived(.foldedKernel(kernel), layout: weights.layout, from: sources)
        let toBias = try builder.store.derived(.foldedBias(kernel), layout: .vector(self.layer.filters), from: sources)
        let (normalization, filters) = (pending.kernel, self.layer.filters)
        builder.append(
            kernel: "normalization folded into weights", layer: site.name, from: weights, to: toKernel.tensor, touching: read
        ) { (addresses) throws(EngineError) in
            func values(_ tensor: ProgramTensor?) -> UnsafeMutablePointer<Float>? { tensor.map { addresses.values($0) } }
            let (from, old) = (addresses.floats(weights), values(bias))
            let (mean, variance) = (addresses.values(pending.mean), addresses.values(pending.variance))
            let (gamma, beta) = (values(pending.gamma), values(pending.beta))
            return { (_) throws(EngineError) in
                guard !toKernel.isCurrent else { return }
                let (to, new) = (toKernel.storage.floats, toBias.storage.floats)
                let factors = normalization.fold(bias: old, mean: mean, variance: variance, gamma: gamma, beta: beta, into: new)
                for place in to.indices { to[place] = Float(Double(from[place]) * factors[place % filters]) }
                toKernel.renewed()
                toBias.renewed()
            }
        }
        return (toKernel.tensor, toBias.tensor)
    }
}
