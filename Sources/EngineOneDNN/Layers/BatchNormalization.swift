import Engine
import Network

extension BatchNormalization: OneDNNLayer {
    func isRepeatable(at site: Site, _ semantics: Semantics) -> Bool { site.hasFixedStatistics(semantics) }

    /// Appends the statistics; the normalization itself is left to the reader, its backward pass to the producer.
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let moving = try movingMoments(builder, site)
        let kernel = try kernel(builder, site, input.layout)
        let isFixed = site.hasFixedStatistics(builder.semantics)
        let moments = isFixed ? moving : try appendMoments(kernel, builder, site, input)
        let pending = pending(kernel, moments, limits: stage.normalizedLimits, builder, site)

        if !isFixed, !site.isFrozen {
            let correction = builder.semantics.movingVariance.correction(
                count: Double(kernel.count), isImage: site.node.input.rank == 3, epsilon: epsilon)
            appendUpdate(from: moments, to: moving, correction: correction, builder, site)
        }
        if site.isDifferentiated {
            let rectifier = site.propagates ? input.rectifier : nil
            rectifier?.isTaken = true
            builder.onJoinedBackward { (parts) throws(EngineError) in
                let gradient = try joined(parts, pending, input, builder, site)
                let vectors = try appendGradients(pending, input, gradient, isFixed: isFixed, builder, site)
                guard site.propagates else { return [nil] }
                var result = gradient
                result.slope = PendingSlope(
                    layer: site.name, kernel: kernel, input: input, vectors: vectors, isRectified: rectifier != nil)
                return [result]
            }
        }
        var output = ProgramTensor(buffer: input.buffer, layout: input.layout, offset: input.offset)
        output.normalization = pending
        return output
    }

    /// The gradient by the normalized values: masked, where that is left to do. Where it takes a pass, the sums are made on the way.
    private func joined(
        _ parts: [ProgramTensor], _ pending: PendingNormalization, _ input: ProgramTensor, _ builder: ProgramBuilder, _ site: Site
    ) throws(EngineError) -> ProgramTensor {
        if pending.limits == .relu6, let output = pending.unmasked {
            let gradient = builder.owned(
                builder.settledGradient(try builder.joined(parts, layer: site.name)), layer: site.name)
            builder.append(kernel: "relu6 backward", layer: site.name, from: output, to: gradient) {
                (addresses) throws(EngineError) in
                let (values, slopes, kernel) = (addresses.values(output), addresses.values(gradient), pending.kernel)
                return { (_) throws(EngineError) in kernel.limitGradient(values, slopes) }
            }
            return gradient
        }
        guard parts.count > 1 || parts[0].isShared else {
            let gradient = builder.settledGradient(parts[0])
            return try pending.unmasked.map { (output) throws(EngineError) in
                try builder.maskGradient(gradient, by: output, layer: site.name)
            } ?? gradient
        }
        // One that lacks something cannot be shared on: what it lacks is another's.
        let output = pending.unmasked
        if parts.count == 1, output == nil { return builder.settledGradient(parts[0]) }
        let wantsSums = pending.wantsSums && pending.sums == nil
        return try builder.joined(
            parts, maskedBy: output, sumsFor: wantsSums ? [SummedNormalization(pending: pending, input: input)] : [],
            layer: site.name)
    }

    /// The normalization with fixed statistics of values that lie so.
    func fixed(_ builder: ProgramBuilder, _ site: Site, _ layout: Layout) throws(EngineError) -> PendingNormalization {
        pending(try kernel(builder, site, layout), try movingMoments(builder, site), limits: .none, builder, site)
    }

    /// Mean and variance of each channel.
    private struct Moments {
        let mean: ProgramTensor
        let variance: ProgramTensor
    }

    private func kernel(_ builder: ProgramBuilder, _ site: Site, _ layout: Layout) throws(EngineError) -> NormalizationKernel {
        NormalizationKernel(grid: try ChannelGrid(layout, layer: site.name), epsilon: epsilon, parallel: builder.parallel)
    }

    private func movingMoments(_ builder: ProgramBuilder, _ site: Site) throws(EngineError) -> Moments {
        guard let mean = site.parameter("moving_mean"), let variance = site.parameter("moving_variance") else {
            throw .unsupported(layer: site.name, reason: "it has no statistics")
        }
        return Moments(mean: builder.parameter(mean), variance: builder.parameter(variance))
    }

    private func pending(
        _ kernel: NormalizationKernel, _ moments: Moments, limits: Stage.Limits, _ builder: ProgramBuilder, _ site: Site
    ) -> PendingNormalization {
        let needsSums = !site.hasFixedStatistics(builder.semantics) || (site.isTrained && (scale || center))
        return PendingNormalization(
            layer: site.name, kernel: kernel, mean: moments.mean, variance: moments.variance,
            gamma: site.parameter("gamma").map { builder.parameter($0) },
            beta: site.parameter("beta").map { builder.parameter($0) }, limits: limits,
            wantsSums: site.isDifferentiated && needsSums)
    }

    /// Appends the batch's statistics: from sums, where the producer has made some, else in a pass over the values.
    private func appendMoments(
        _ kernel: NormalizationKernel, _ builder: ProgramBuilder, _ site: Site, _ input: ProgramTensor
    ) throws(EngineError) -> Moments {
        let layout = try Layout.vector(kernel.grid.channels)
        let moments = Moments(mean: builder.tensor(layout), variance: builder.tensor(layout))
        let read = input.sums.map { [$0.values, $0.pivot] } ?? []
        builder.append(
            kernel: "batch statistics", layer: site.name, from: input, to: moments.mean, touching: read + [moments.variance]
        ) { (addresses) throws(EngineError) in
            let values = addresses.values(input)
            let (mean, variance) = (addresses.values(moments.mean), addresses.values(moments.variance))
            guard let made = input.sums else {
                return { (_) throws(EngineError) in kernel.moments(values, mean: mean, variance: variance) }
            }
            let (sums, pivot) = (addresses.values(made.values), addresses.values(made.pivot))
            let items = made.items
            return { (_) throws(EngineError) in
                if kernel.moments(sums: sums, items: items, pivot: pivot, mean: mean, variance: variance) { return }
                kernel.moments(values, mean: mean, variance: variance)
            }
        }
        return moments
    }

    /// Appends the gradients by gamma and beta, and the vectors of the gradient by the input.
    private func appendGradients(
        _ pending: PendingNormalization, _ input: ProgramTensor, _ gradient: ProgramTensor, isFixed: Bool,
        _ builder: ProgramBuilder, _ site: Site
    ) throws(EngineError) -> [ProgramTensor] {
        let kernel = pending.kernel
        let layout = try Layout.vector(kernel.grid.channels)
        let byGamma = site.isTrained && scale ? builder.tensor(layout) : nil
        let byBeta = site.isTrained && center ? builder.tensor(layout) : nil
        let padded = try Layout.vector(kernel.paddedChannels)
        let vectors = (0..<3).map { _ in builder.tensor(padded) }
        let source = pending.sums ?? input
        let others = [pending.mean, pending.variance, gradient] + vectors.dropFirst()
        builder.append(
            kernel: "batch normalization sums", layer: site.name, from: source, to: vectors[0],
            touching: others + [pending.gamma, byGamma, byBeta].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            let (values, slopes) = (addresses.values(source), addresses.values(gradient))
            let (mean, variance) = (addresses.values(pending.mean), addresses.values(pending.variance))
            let gamma = pending.gamma.map { addresses.values($0) }
            let (toGamma, toBeta) = (byGamma.map { addresses.floats($0) }, byBeta.map { addresses.floats($0) })
            let (a, b, c) = (addresses.values(vectors[0]), addresses.values(vectors[1]), addresses.values(vectors[2]))
            let (isMade, wantsSums) = (pending.sums != nil, pending.wantsSums)
            return { (_) throws(EngineError) in
                let sums =
                    !wantsSums
                    ? nil : isMade ? kernel.gradientSums(joining: values) : kernel.gradientSums(values, slopes, mean: mean)
                if let sums, let toGamma { kernel.gammaGradient(sums, variance: variance, to: toGamma) }
                if let sums, let toBeta { for index in toBeta.indices { toBeta[index] = Float(sums.slopes[index]) } }
                kernel.gradientVectors(
                    isFixed ? nil : sums, mean: mean, variance: variance, gamma: gamma, byGradient: a, byValue: b, byOne: c)
            }
        }
        if let byGamma, let index = site.parameter("gamma") { try builder.setGradient(index, byGamma, layer: site.name) }
        if let byBeta, let index = site.parameter("beta") { try builder.setGradient(index, byBeta, layer: site.name) }
        return vectors
    }

    private func appendUpdate(
        from moments: Moments, to moving: Moments, correction: Double, _ builder: ProgramBuilder, _ site: Site
    ) {
        let share = Float(1 - momentum)
        let kept = Float(momentum)
        let isDebiased = builder.semantics.movingAverage == .zeroDebiased
        for (batch, average, factor) in [
            (moments.mean, moving.mean, Float(1)), (moments.variance, moving.variance, Float(correction)),
        ] {
            builder.append(update: "moving statistics", layer: site.name, from: batch, to: average) {
                (addresses) throws(EngineError) in
                let (new, old) = (addresses.floats(batch), addresses.floats(average))
                let slot = average.slot
                if isDebiased, let slot = slot as? ParameterSlot {
                    return { (_) throws(EngineError) in
                        slot.average = slot.average ?? DebiasedAverage(channels: old.count)
                        slot.average?.update(old, by: new, factor: factor, momentum: momentum)
                        slot.version += 1
                    }
                }
                return { (_) throws(EngineError) in
                    for index in old.indices { old[index] = kept * old[index] + share * (new[index] * factor) }
                    slot?.version += 1
                }
            }
        }
    }
}
