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
        if stage.kernel == .pointwise { return try appendPanels(kernel) }
        var source = try builder.weights(kernel, as: .kernel(convolution), layer: site.name)
        var bias = site.parameter("bias").map { builder.parameter($0) }
        if let index = stage.folded {
            (source, bias) = try builder.appendFolding(of: index, into: source, bias, of: site, kernel: kernel)
        }
        let propagates = site.isDifferentiated && site.propagates
        guard stage.kernel == .winograd else {
            return Weights(forward: source, backward: propagates && !isFirst ? source : nil, bias: bias)
        }
        let forward = try transformed(kernel, source, isBackward: false)
        let backward = propagates ? try transformed(kernel, source, isBackward: true) : nil
        appendTransformation(of: source, forward, backward)
        return Weights(forward: forward.tensor, backward: backward?.tensor, bias: bias)
    }

    /// How the weights of a convolution of 1x1 lie, also while they are trained.
    var panels: Layout { .panels(convolution.weightExtents, block: kernels.block) }

    /// Appends what brings the weights of a convolution of 1x1 into panels, and turns them for the backward pass.
    private func appendPanels(_ kernel: Int) throws(EngineError) -> Weights {
        let (forward, bias) = try builder.weights(of: site, kernel: "kernel", stage, forward: panels)
        guard site.isDifferentiated, site.propagates else { return Weights(forward: forward, backward: nil, bias: bias) }
        let (shape, turning, parallel) = (shape, kernels.turning, builder.parallel)
        let turned = try builder.store.derived(
            .turned(kernel: kernel), layout: .vector(withUnsafePointer(to: shape) { turning.count($0) }),
            from: [builder.parameter(kernel).slot].compactMap { $0 })
        builder.append(kernel: "weights turned", layer: site.name, from: forward, to: turned.tensor) {
            (addresses) throws(EngineError) in
            let weights = addresses.values(forward)
            let items = withUnsafePointer(to: shape) { Int(turning.items($0)) }
            return { (_) throws(EngineError) in
                guard !turned.isCurrent else { return }
                let place = turned.storage.floats.baseAddress
                withUnsafePointer(to: shape) { shape in
                    parallel.run(items) { turning.turn(shape, weights, place, Int32($0)) }
                }
                turned.renewed()
            }
        }
        return Weights(forward: forward, backward: turned.tensor, bias: bias)
    }

    /// The place of transformed weights, shared by all programs of the session.
    private func transformed(_ kernel: Int, _ source: ProgramTensor, isBackward: Bool) throws(EngineError) -> DerivedSlot {
        // Not a copy in another layout, which only this program renews.
        let origin = stage.folded == nil ? builder.parameter(kernel) : source
        return try builder.store.derived(
            .transformed(kernel: kernel, tile: Int(shape.tile), isBackward: isBackward, folded: stage.folded),
            layout: .vector(withUnsafePointer(to: shape) { kernels.transforms.count($0, isBackward ? 1 : 0) }),
            from: [origin.slot].compactMap { $0 })
    }

    private func appendTransformation(of source: ProgramTensor, _ forward: DerivedSlot, _ backward: DerivedSlot?) {
        let (shape, transforms, parallel) = (shape, kernels.transforms, builder.parallel)
        builder.append(
            ProgramOperation(
                layer: site.name, name: "weight transformation", implementation: implementation, source: source.layout.name,
                destination: forward.layout.name),
            touching: [source, forward.tensor] + [backward?.tensor].compactMap { $0 }
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
}
