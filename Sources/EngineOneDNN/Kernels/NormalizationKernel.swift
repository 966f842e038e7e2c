/// Batch normalization on rows of channels.
///
/// oneDNN's own divides its sums among threads. Here each channel group of each sample is summed by itself and the sums are
/// joined in one order, so the bytes are the same at any number of threads; a second pass over a sample finds it in the cache.
struct NormalizationKernel {
    typealias Values = UnsafeMutablePointer<Float>

    let grid: ChannelGrid
    let epsilon: Double
    let parallel: Parallel
    /// The distance of a sample from the next in results and gradients, which lie as the values but for that.
    let packedStride: Int

    init(grid: ChannelGrid, epsilon: Double, parallel: Parallel) {
        self.grid = grid
        self.epsilon = epsilon
        self.parallel = parallel
        packedStride = grid.packedStride
    }

    /// The number of values of one channel.
    var count: Int { grid.samples * grid.positions }
    /// The number of channels with those that fill the last block.
    var paddedChannels: Int { grid.paddedChannels }

    /// Mean and biased variance of each channel.
    func moments(_ values: Values, mean: Values, variance: Values) {
        let places = Double(grid.positions)
        let partial = partialSums { sample, group in
            var sum = ChannelLanes()
            grid.rows(group, sample, values) { row, width in sum += loadLanes(row, width) }
            let centre = grid.spread({ Float(grid.fold(sum, group, $0 - group.channel) / places) }, group)
            // Distances from the sample's own mean: their sum is nearly 0, their squares lose nothing.
            var first = ChannelLanes()
            var second = ChannelLanes()
            grid.rows(group, sample, values) { row, width in
                let distance = loadLanes(row, width, rest: centre) - centre
                first += distance
                second += distance * distance
            }
            return { channel in
                let rest = grid.fold(first, group, channel)
                return (Double(centre[channel]) + rest / places, grid.fold(second, group, channel) - rest * rest / places)
            }
        }
        // Chan, Golub and LeVeque 1979: variances of parts, and of their means, make the variance of the whole.
        for channel in 0..<grid.channels {
            let total = (0..<grid.samples).reduce(0.0) { $0 + partial.first[$1 * grid.channels + channel] }
            let centre = total / Double(grid.samples)
            var squares = 0.0
            for sample in 0..<grid.samples {
                let distance = partial.first[sample * grid.channels + channel] - centre
                squares += partial.second[sample * grid.channels + channel] + places * distance * distance
            }
            mean[channel] = Float(centre)
            // Rounding leaves the sum of a constant's squares on either side of 0.
            variance[channel] = Float(max(squares / Double(count), 0))
        }
    }

    /// y = gamma (x - mean) / sqrt(variance + epsilon) + beta; nil is 1 for gamma and 0 for beta.
    ///
    /// - Parameter rectifies: Whether max(y, 0) is wanted.
    func normalize(
        _ values: Values, _ result: Values, mean: Values, variance: Values, gamma: Values?, beta: Values?, rectifies: Bool = false
    ) {
        tasks { sample, group in
            let centre = grid.spread({ mean[$0] }, group)
            let factor = grid.spread({ scale(variance[$0], gamma?[$0]) }, group)
            let shift = grid.spread({ beta?[$0] ?? 0 }, group)
            let distance = distance(of: result, from: values, sample)
            if rectifies {
                grid.rows(group, sample, values) { row, width in
                    var value = (loadLanes(row, width) - centre) * factor + shift
                    // No number stays none.
                    value.replace(with: 0, where: value .< 0)
                    storeLanes(value, row + distance, width)
                }
            } else {
                grid.rows(group, sample, values) { row, width in
                    storeLanes((loadLanes(row, width) - centre) * factor + shift, row + distance, width)
                }
            }
        }
    }

    /// Sums of a gradient by the output, dy, and of dy (x - mean): one a channel.
    func gradientSums(_ values: Values, _ gradient: Values, mean: Values) -> GradientSums {
        let partial = partialSums { sample, group in
            let centre = grid.spread({ mean[$0] }, group)
            let distance = distance(of: gradient, from: values, sample)
            var slopes = ChannelLanes()
            var products = ChannelLanes()
            grid.rows(group, sample, values) { row, width in
                let slope = loadLanes(row + distance, width)
                slopes += slope
                products += slope * (loadLanes(row, width) - centre)
            }
            return { (grid.fold(slopes, group, $0), grid.fold(products, group, $0)) }
        }
        var sums = GradientSums(channels: grid.channels)
        for sample in 0..<grid.samples {
            for channel in 0..<grid.channels {
                sums.slopes[channel] += partial.first[sample * grid.channels + channel]
                sums.products[channel] += partial.second[sample * grid.channels + channel]
            }
        }
        return sums
    }

    /// The gradient by the input from that by the output, g: byGradient g + byValue x + byOne. It may take the place of g.
    ///
    /// - Parameter rectified: Whether the input is max(x, 0) of something, whose gradient is then given.
    func inputGradient(
        _ values: Values, _ gradient: Values, to result: Values, byGradient: Values, byValue: Values, byOne: Values,
        rectified: Bool
    ) {
        tasks { sample, group in
            let a = grid.spread({ byGradient[$0] }, group)
            let b = grid.spread({ byValue[$0] }, group)
            let c = grid.spread({ byOne[$0] }, group)
            let (distance, target) = (distance(of: gradient, from: values, sample), distance(of: result, from: values, sample))
            grid.rows(group, sample, values) { row, width in
                let value = loadLanes(row, width)
                var slope = a * loadLanes(row + distance, width) + (b * value + c)
                if rectified { slope.replace(with: 0, where: value .<= 0) }
                storeLanes(slope, row + target, width)
            }
        }
    }

    func scale(_ variance: Float, _ gamma: Float?) -> Float {
        Float(Double(gamma ?? 1) / (Double(variance) + epsilon).squareRoot())
    }

    /// How much farther on a result or a gradient has what belongs to a value.
    private func distance(of other: Values, from values: Values, _ sample: Int) -> Int {
        other - values + sample * (packedStride - grid.sampleStride)
    }

    /// Calls `body` for each channel group of each sample.
    private func tasks(_ body: (Int, ChannelGrid.Group) -> Void) {
        parallel.run(grid.samples * grid.groups.count) { task in
            body(task / grid.groups.count, grid.groups[task % grid.groups.count])
        }
    }

    /// Two sums for each sample and channel, row-major; `body` gives them for the channels of a group, counted from its first.
    private func partialSums(
        _ body: (Int, ChannelGrid.Group) -> ((Int) -> (Double, Double))
    ) -> (first: [Double], second: [Double]) {
        var first = [Double](repeating: 0, count: grid.samples * grid.channels)
        var second = first
        first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                tasks { sample, group in
                    let sums = body(sample, group)
                    for channel in 0..<grid.count(group) {
                        (
                            first[sample * grid.channels + group.channel + channel],
                            second[sample * grid.channels + group.channel + channel]
                        ) = sums(channel)
                    }
                }
            }
        }
        return (first, second)
    }
}
