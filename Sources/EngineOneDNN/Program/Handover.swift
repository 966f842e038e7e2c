import Engine

// What the producer of a value leaves to whoever reads it, and what the reader owes for it in the backward pass.

/// Who masks the gradient of a rectified value: its producer, unless a reader has taken it over.
///
/// max(x, 0) and the maximum of a window commute, so a pooling masks its own, smaller gradient, and the one at full size needs
/// no pass.
final class Rectifier {
    /// Whether a reader masks the gradient before it hands it down.
    var isTaken = false
}

/// Sums over a value that its producer has made on the way.
final class ProducedSums {
    /// The number of items into which the producer cut its work.
    let items: Int
    /// For each item: sums of (y - pivot), then of its square, one a padded channel.
    let values: ProgramTensor
    /// One a channel.
    let pivot: ProgramTensor

    init(items: Int, values: ProgramTensor, pivot: ProgramTensor) {
        self.items = items
        self.values = values
        self.pivot = pivot
    }
}

/// A batch normalization that a value still lacks: its reader applies it, on load or in a pass of its own.
final class PendingNormalization {
    let layer: String
    let kernel: NormalizationKernel
    let mean: ProgramTensor
    let variance: ProgramTensor
    let gamma: ProgramTensor?
    let beta: ProgramTensor?
    /// Whether max(x, 0) follows it.
    let rectifies: Bool
    /// Whether the backward pass needs sums of the gradient by the normalized value.
    let wantsSums: Bool
    /// Those sums, where the reader made them: for each sample of the gradient, then of gradient times (x - mean), one a padded
    /// channel.
    var sums: ProgramTensor?
    /// What a pass over the values gave, where max(x, 0) was part of it.
    private var rectified: ProgramTensor?

    init(
        layer: String, kernel: NormalizationKernel, mean: ProgramTensor, variance: ProgramTensor, gamma: ProgramTensor?,
        beta: ProgramTensor?, rectifies: Bool, wantsSums: Bool
    ) {
        self.layer = layer
        self.kernel = kernel
        self.mean = mean
        self.variance = variance
        self.gamma = gamma
        self.beta = beta
        self.rectifies = rectifies
        self.wantsSums = wantsSums
    }

    /// The values of max(x, 0) by which a gradient that comes down is still to be masked; nil where nobody has to, or its reader did.
    var unmasked: ProgramTensor? { rectified?.rectifier?.isTaken == false ? rectified : nil }

    /// What the normalization reads besides values.
    private var vectors: [ProgramTensor] { [mean, variance] + [gamma, beta].compactMap { $0 } }

    /// Appends scale and shift, one a padded channel, for a reader that applies them on load.
    func appendVectors(to builder: ProgramBuilder) throws(EngineError) -> (scale: ProgramTensor, shift: ProgramTensor) {
        let layout = try Layout.vector(kernel.paddedChannels)
        let (scale, shift) = (builder.tensor(layout), builder.tensor(layout))
        builder.append(kernel: "normalization vectors", layer: layer, from: mean, to: scale, touching: vectors + [shift]) {
            (addresses) throws(EngineError) in
            let (mean, variance) = (addresses.values(self.mean), addresses.values(self.variance))
            let (gamma, beta) = (self.gamma.map { addresses.values($0) }, self.beta.map { addresses.values($0) })
            let (scale, shift) = (addresses.values(scale), addresses.values(shift))
            let kernel = self.kernel
            return { (_) throws(EngineError) in
                kernel.vectors(mean: mean, variance: variance, gamma: gamma, beta: beta, scale: scale, shift: shift)
            }
        }
        return (scale, shift)
    }

    /// Appends a pass over the values.
    func appendPass(over value: ProgramTensor, to builder: ProgramBuilder) -> ProgramTensor {
        var output = builder.tensor(value.layout.packed)
        if rectifies {
            output.rectifier = Rectifier()
            rectified = output
        }
        let name = rectifies ? "batch normalization + relu forward" : "batch normalization forward"
        builder.append(kernel: name, layer: layer, from: value, to: output, touching: vectors) {
            [output] (addresses) throws(EngineError) in
            let (values, result) = (addresses.values(value), addresses.values(output))
            let (mean, variance) = (addresses.values(self.mean), addresses.values(self.variance))
            let (gamma, beta) = (self.gamma.map { addresses.values($0) }, self.beta.map { addresses.values($0) })
            let (kernel, rectifies) = (self.kernel, self.rectifies)
            return { (_) throws(EngineError) in
                kernel.normalize(
                    values, result, mean: mean, variance: variance, gamma: gamma, beta: beta, rectifies: rectifies)
            }
        }
        return output
    }
}

/// The backward pass of a normalization that a gradient still lacks: with g as it is and x the normalization's input, the
/// gradient is `byGradient * g + byValue * x + byOne`. The vectors have one value a padded channel.
final class PendingSlope {
    let layer: String
    let kernel: NormalizationKernel
    let input: ProgramTensor
    let byGradient: ProgramTensor
    let byValue: ProgramTensor
    let byOne: ProgramTensor
    /// Whether the gradient is then masked where the input, a rectified value, is 0.
    let isRectified: Bool

    init(
        layer: String, kernel: NormalizationKernel, input: ProgramTensor, vectors: [ProgramTensor], isRectified: Bool
    ) {
        self.layer = layer
        self.kernel = kernel
        self.input = input
        (byGradient, byValue, byOne) = (vectors[0], vectors[1], vectors[2])
        self.isRectified = isRectified
    }

    /// Appends a pass over the gradient, in its place, or to another where it is shared.
    func appendPass(over gradient: ProgramTensor, to builder: ProgramBuilder) -> ProgramTensor {
        var result = gradient.isShared ? builder.tensor(gradient.layout) : gradient
        result.slope = nil
        builder.append(
            kernel: "batch normalization backward", layer: layer, from: input, to: result,
            touching: [byGradient, byValue, byOne] + (gradient.isShared ? [gradient] : [])
        ) { [result] (addresses) throws(EngineError) in
            let (values, slopes) = (addresses.values(self.input), addresses.values(gradient))
            let result = addresses.values(result)
            let (a, b, c) = (addresses.values(self.byGradient), addresses.values(self.byValue), addresses.values(self.byOne))
            let (kernel, isRectified) = (self.kernel, self.isRectified)
            return { (_) throws(EngineError) in
                kernel.inputGradient(
                    values, slopes, to: result, byGradient: a, byValue: b, byOne: c, rectified: isRectified)
            }
        }
        return result
    }
}

extension ProgramBuilder {
    /// A value with the normalization that it lacked, for readers that cannot apply it on load.
    func settled(_ value: ProgramTensor) -> ProgramTensor {
        value.normalization.map { $0.appendPass(over: value, to: self) } ?? value
    }

    /// A gradient with the backward pass that it lacked.
    func settledGradient(_ gradient: ProgramTensor) -> ProgramTensor {
        gradient.slope.map { $0.appendPass(over: gradient, to: self) } ?? gradient
    }
}
