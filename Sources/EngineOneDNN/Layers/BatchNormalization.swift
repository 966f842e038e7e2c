import Engine
import Network

extension BatchNormalization: OneDNNLayer {
    func append(to builder: ProgramBuilder, at site: Site, _ input: ProgramTensor) throws(EngineError) -> ProgramTensor {
        guard let mean = site.parameter("moving_mean"), let variance = site.parameter("moving_variance") else {
            throw .unsupported(layer: site.name, reason: "it has no statistics")
        }
        let grid = try ChannelGrid(input.layout, layer: site.name)
        let kernel = NormalizationKernel(grid: grid, epsilon: epsilon, parallel: builder.parallel)
        let moving = Moments(mean: builder.parameter(mean), variance: builder.parameter(variance))
        let isFixed = !site.isTraining || (site.isFrozen && builder.semantics.frozenBatchNormalization == .movingStatistics)
        let place = Placement(
            kernel: kernel, input: input, output: builder.tensor(input.layout),
            moments: isFixed ? moving : try appendMoments(kernel, builder, site, input),
            gamma: site.parameter("gamma").map { builder.parameter($0) },
            beta: site.parameter("beta").map { builder.parameter($0) })
        appendNormalize(place, builder, site)

        if !isFixed, !site.isFrozen {
            let correction = correction(builder.semantics.movingVariance, count: kernel.count, isImage: site.node.input.rank == 3)
            appendUpdate(from: place.moments, to: moving, correction: correction, builder, site)
        }
        if site.isDifferentiated {
            let rectifier = site.propagates ? input.rectifier : nil
            rectifier?.isTaken = true
            builder.onBackward { (gradient) throws(EngineError) in
                try appendBackward(place, gradient, rectified: rectifier != nil, isFixed: isFixed, builder, site)
                return site.propagates ? gradient : nil
            }
        }
        return place.output
    }

    /// Mean and variance of each channel.
    private struct Moments {
        let mean: ProgramTensor
        let variance: ProgramTensor
    }

    /// What the calls of one normalization share.
    private struct Placement {
        let kernel: NormalizationKernel
        let input: ProgramTensor
        let output: ProgramTensor
        let moments: Moments
        let gamma: ProgramTensor?
        let beta: ProgramTensor?

        /// All tensors but those that are read and written.
        var others: [ProgramTensor] { [moments.mean, moments.variance] + [gamma, beta].compactMap { $0 } }
    }

    private func appendMoments(
        _ kernel: NormalizationKernel, _ builder: ProgramBuilder, _ site: Site, _ input: ProgramTensor
    ) throws(EngineError) -> Moments {
        let layout = try Layout.vector(kernel.grid.channels)
        let moments = Moments(mean: builder.tensor(layout), variance: builder.tensor(layout))
        builder.append(
            kernel: "batch statistics", layer: site.name, from: input, to: moments.mean, touching: [moments.variance]
        ) { (addresses) throws(EngineError) in
            let values = addresses.values(input)
            let (mean, variance) = (addresses.values(moments.mean), addresses.values(moments.variance))
            return { (_) throws(EngineError) in kernel.moments(values, mean: mean, variance: variance) }
        }
        return moments
    }

    private func appendNormalize(_ place: Placement, _ builder: ProgramBuilder, _ site: Site) {
        builder.append(
            kernel: "batch normalization forward", layer: site.name, from: place.input, to: place.output, touching: place.others
        ) { (addresses) throws(EngineError) in
            let (values, result) = (addresses.values(place.input), addresses.values(place.output))
            let (mean, variance) = (addresses.values(place.moments.mean), addresses.values(place.moments.variance))
            let (gamma, beta) = (place.gamma.map { addresses.values($0) }, place.beta.map { addresses.values($0) })
            return { (_) throws(EngineError) in
                place.kernel.normalize(values, result, mean: mean, variance: variance, gamma: gamma, beta: beta)
            }
        }
    }

    private func appendBackward(
        _ place: Placement, _ gradient: ProgramTensor, rectified: Bool, isFixed: Bool, _ builder: ProgramBuilder, _ site: Site
    ) throws(EngineError) {
        let layout = try Layout.vector(place.kernel.grid.channels)
        let byGamma = site.isTrained && scale ? builder.tensor(layout) : nil
        let byBeta = site.isTrained && center ? builder.tensor(layout) : nil
        let needsSums = !isFixed || byGamma != nil || byBeta != nil
        let propagates = site.propagates
        builder.append(
            kernel: "batch normalization backward", layer: site.name, from: place.input, to: gradient,
            touching: place.others + [byGamma, byBeta].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            let kernel = place.kernel
            let (values, slopes) = (addresses.values(place.input), addresses.values(gradient))
            let (mean, variance) = (addresses.values(place.moments.mean), addresses.values(place.moments.variance))
            let gamma = place.gamma.map { addresses.values($0) }
            let (toGamma, toBeta) = (byGamma.map { addresses.floats($0) }, byBeta.map { addresses.floats($0) })
            return { (_) throws(EngineError) in
                let sums = needsSums ? kernel.parameterGradients(values, slopes, mean: mean, variance: variance) : nil
                if let sums, let toGamma { for index in toGamma.indices { toGamma[index] = Float(sums.gamma[index]) } }
                if let sums, let toBeta { for index in toBeta.indices { toBeta[index] = Float(sums.beta[index]) } }
                guard propagates else { return }
                let count = Double(kernel.count)
                let means = isFixed ? nil : sums.map { ($0.beta.map { $0 / count }, $0.gamma.map { $0 / count }) }
                kernel.inputGradient(
                    values, slopes, mean: mean, variance: variance, gamma: gamma, means: means, rectified: rectified)
            }
        }
        if let byGamma, let index = site.parameter("gamma") { try builder.setGradient(index, byGamma, layer: site.name) }
        if let byBeta, let index = site.parameter("beta") { try builder.setGradient(index, byBeta, layer: site.name) }
    }

    private func appendUpdate(
        from moments: Moments, to moving: Moments, correction: Double, _ builder: ProgramBuilder, _ site: Site
    ) {
        let share = Float(1 - momentum)
        let kept = Float(momentum)
        for (batch, average, factor) in [
            (moments.mean, moving.mean, Float(1)), (moments.variance, moving.variance, Float(correction)),
        ] {
            builder.append(update: "moving statistics", layer: site.name, from: batch, to: average) {
                (addresses) throws(EngineError) in
                let (new, old) = (addresses.floats(batch), addresses.floats(average))
                return { (_) throws(EngineError) in
                    for index in old.indices { old[index] = kept * old[index] + share * (new[index] * factor) }
                }
            }
        }
    }

    /// What multiplies the biased variance of `count` values on its way into the moving variance.
    ///
    /// Keras 2.2.4 multiplies by N/(N - 1 - epsilon) (`layers/normalization.py`); TensorFlow's fused kernel, which it uses for
    /// images only (`tensorflow_backend.normalize_batch_in_training`), has then already multiplied by N/(N - 1).
    private func correction(_ rule: Semantics.MovingVariance, count: Int, isImage: Bool) -> Double {
        let count = Double(count)
        switch rule {
        case .biased: return 1
        case .twiceCorrected: return (isImage ? count / max(count - 1, 1) : 1) * count / (count - 1 - epsilon)
        }
    }
}
