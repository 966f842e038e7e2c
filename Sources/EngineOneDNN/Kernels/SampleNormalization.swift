import Engine
import Network

/// A normalization of each sample by itself: y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with a mean and a variance for each
/// of its groups of values.
protocol SampleNormalization {
    typealias Values = UnsafeMutablePointer<Float>

    /// How values lie.
    var grid: ChannelGrid { get }
    /// The groups of a sample.
    var groupCount: Int { get }

    /// Normalizes a sample.
    ///
    /// - Parameter moments: Receives mean and 1 / sigma of each group.
    func normalize(_ sample: Int, _ values: Values, to result: Values, moments: Values, gamma: Values?, beta: Values?)

    /// The gradient by a sample's values, in place of that by the results.
    ///
    /// - Parameter sums: Receives sum(dy x̂) of each channel, then sum(dy).
    func differentiate(_ sample: Int, _ values: Values, gradient: Values, moments: Values, gamma: Values?, sums: Values)
}

extension ProgramBuilder {
    /// Appends such a normalization, with its backward half.
    func appendNormalization(
        _ kernel: some SampleNormalization, _ input: ProgramTensor, at site: Site
    ) throws(EngineError) -> ProgramTensor {
        let (output, count, parallel) = (tensor(input.layout), count, parallel)
        let size = 2 * kernel.groupCount
        let moments = tensor(try .vector(count * size))
        let (gamma, beta) = (site.parameter("gamma").map { parameter($0) }, site.parameter("beta").map { parameter($0) })
        append(
            kernel: "normalization forward", layer: site.name, from: input, to: output,
            touching: [moments] + [gamma, beta].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            let (values, results) = (addresses.values(input), addresses.values(output))
            let moments = addresses.values(moments)
            let (gamma, beta) = (gamma.map { addresses.values($0) }, beta.map { addresses.values($0) })
            return { (_) throws(EngineError) in
                parallel.run(count) {
                    kernel.normalize($0, values, to: results, moments: moments + $0 * size, gamma: gamma, beta: beta)
                }
            }
        }
        guard site.isDifferentiated else { return output }
        onBackward { (gradient) throws(EngineError) in
            let channels = kernel.grid.channels
            let sums = self.tensor(try .vector(count * 2 * channels))
            self.append(
                kernel: "normalization backward", layer: site.name, from: input, to: gradient,
                touching: [moments, sums] + [gamma].compactMap { $0 }
            ) { (addresses) throws(EngineError) in
                let (values, slopes) = (addresses.values(input), addresses.values(gradient))
                let (moments, sums) = (addresses.values(moments), addresses.values(sums))
                let gamma = gamma.map { addresses.values($0) }
                return { (_) throws(EngineError) in
                    parallel.run(count) {
                        kernel.differentiate(
                            $0, values, gradient: slopes, moments: moments + $0 * size, gamma: gamma,
                            sums: sums + $0 * 2 * channels)
                    }
                }
            }
            for (offset, name) in ["gamma", "beta"].enumerated() where site.isTrained {
                guard let index = site.parameter(name) else { continue }
                let total = try self.appendChannelSum(sums, offset: offset * channels, channels: channels, at: site)
                try self.setGradient(index, total, layer: site.name)
            }
            return site.propagates ? gradient : nil
        }
        return output
    }

    /// Appends the sum over samples of one of two vectors that each has, in their order.
    private func appendChannelSum(
        _ sums: ProgramTensor, offset: Int, channels: Int, at site: Site
    ) throws(EngineError) -> ProgramTensor {
        let (total, count) = (tensor(try .vector(channels)), count)
        append(kernel: "normalization sums", layer: site.name, from: sums, to: total) { (addresses) throws(EngineError) in
            let (sums, total) = (addresses.values(sums) + offset, addresses.floats(total))
            return { (_) throws(EngineError) in
                for channel in total.indices {
                    total[channel] = Float((0..<count).reduce(0.0) { $0 + Double(sums[$1 * 2 * channels + channel]) })
                }
            }
        }
        return total
    }
}
