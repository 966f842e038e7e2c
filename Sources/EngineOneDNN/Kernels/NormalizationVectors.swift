/// Two sums over a gradient by normalized values, one a channel, in double precision.
struct GradientSums {
    /// sum(dy): the gradient by beta.
    var slopes: [Double]
    /// sum(dy (x - mean)): the gradient by gamma, times sigma.
    var products: [Double]

    init(channels: Int) {
        slopes = [Double](repeating: 0, count: channels)
        products = slopes
    }
}

// The part of batch normalization that works on one value a channel: it joins sums that kernels have made, and makes the vectors
// that kernels apply. All in double precision; padded channels get zeros.
extension NormalizationKernel {
    /// Mean and biased variance from sums of (x - pivot) and of its squares: `[item][2][padded channels]`.
    ///
    /// - Returns: Whether the pivot was near enough to the mean: farther off, the sums of squares, which are floats, have lost
    ///   digits of the variance.
    func moments(sums: Values, items: Int, pivot: Values, mean: Values, variance: Values) -> Bool {
        let joined = join(sums, items)
        var isExact = true
        for channel in 0..<grid.channels {
            let distance = joined.slopes[channel] / Double(count)
            let spread = max(joined.products[channel] / Double(count) - distance * distance, 0)
            mean[channel] = Float(Double(pivot[channel]) + distance)
            variance[channel] = Float(spread)
            isExact = isExact && distance * distance < Self.farthest * (spread + epsilon)
        }
        return isExact
    }

    /// The greatest square of the pivot's distance from the mean, in variances: at most a few units in the fifth digit are lost.
    private static let farthest = 32.0

    /// The normalization as scale x + shift.
    func vectors(mean: Values, variance: Values, gamma: Values?, beta: Values?, scale: Values, shift: Values) {
        fill { channel in
            let factor = Double(gamma?[channel] ?? 1) * inverse(variance[channel])
            return (factor, Double(beta?[channel] ?? 0) - Double(mean[channel]) * factor, 0)
        } into: {
            scale[$0] = $1.0; shift[$0] = $1.1
        }
    }

    /// Joins a reader's sums: `[sample][2][padded channels]`.
    func gradientSums(joining sums: Values) -> GradientSums { join(sums, grid.samples) }

    /// sum(dy x̂).
    func gammaGradient(_ sums: GradientSums, variance: Values, to result: UnsafeMutableBufferPointer<Float>) {
        for index in result.indices { result[index] = Float(sums.products[index] * inverse(variance[index])) }
    }

    /// The gradient by the input, gamma / sigma (dy - sum(dy) / n - x̂ sum(dy x̂) / n), as factors of dy, x and 1.
    ///
    /// - Parameter sums: Nil where the statistics are fixed: gamma / sigma dy.
    func gradientVectors(
        _ sums: GradientSums?, mean: Values, variance: Values, gamma: Values?, byGradient: Values, byValue: Values, byOne: Values
    ) {
        fill { channel in
            let inverse = inverse(variance[channel])
            let factor = Double(gamma?[channel] ?? 1) * inverse
            guard let sums else { return (factor, 0, 0) }
            let slope = -factor * inverse * inverse * sums.products[channel] / Double(count)
            // The last makes up for what the other two lose as floats: errors would add up over all values, to a bias below.
            let level =
                Double(Float(factor)) * sums.slopes[channel] / Double(count) + Double(Float(slope)) * Double(mean[channel])
            return (factor, slope, -level)
        } into: {
            byGradient[$0] = $1.0; byValue[$0] = $1.1; byOne[$0] = $1.2
        }
    }

    /// The bias of a convolution with the normalization in it; gives the factors of its weights, one a channel.
    func fold(
        bias: Values?, mean: Values, variance: Values, gamma: Values?, beta: Values?,
        into result: UnsafeMutableBufferPointer<Float>
    ) -> [Double] {
        (0..<grid.channels).map { channel in
            let factor = Double(gamma?[channel] ?? 1) * inverse(variance[channel])
            let distance = Double(bias?[channel] ?? 0) - Double(mean[channel])
            result[channel] = Float(distance * factor + Double(beta?[channel] ?? 0))
            return factor
        }
    }

    /// 1 / sigma.
    private func inverse(_ variance: Float) -> Double { 1 / (Double(variance) + epsilon).squareRoot() }

    private func join(_ sums: Values, _ parts: Int) -> GradientSums {
        var result = GradientSums(channels: grid.channels)
        let padded = paddedChannels
        for part in 0..<parts {
            let first = sums + part * 2 * padded
            for channel in 0..<grid.channels {
                result.slopes[channel] += Double(first[channel])
                result.products[channel] += Double(first[padded + channel])
            }
        }
        return result
    }

    private func fill(_ make: (Int) -> (Double, Double, Double), into write: (Int, (Float, Float, Float)) -> Void) {
        for channel in 0..<paddedChannels {
            let (a, b, c) = channel < grid.channels ? make(channel) : (0, 0, 0)
            write(channel, (Float(a), Float(b), Float(c)))
        }
    }
}
