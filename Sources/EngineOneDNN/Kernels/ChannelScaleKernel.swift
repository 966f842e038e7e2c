import Engine

/// factor x + shift on rows of channels, with numbers of each channel, or of each channel of each sample.
struct ChannelScaleKernel {
    typealias Values = UnsafeMutablePointer<Float>

    let grid: ChannelGrid
    let parallel: Parallel

    /// Computes the result, in place or not.
    ///
    /// - Parameters:
    ///   - factor: Of a sample and a channel.
    ///   - shift: Likewise.
    func run(_ values: Values, to result: Values, factor: (Int, Int) -> Float, shift: (Int, Int) -> Float) {
        let distance = result - values
        parallel.run(grid.samples * grid.groups.count) { task in
            let (sample, group) = (task / grid.groups.count, grid.groups[task % grid.groups.count])
            let factors = grid.spread({ factor(sample, $0) }, group)
            let shifts = grid.spread({ shift(sample, $0) }, group)
            if group.width == 3 {
                // Samples of three colours.
                let base = values + sample * grid.sampleStride + group.offset
                for position in 0..<grid.positions {
                    let place = base + position * grid.rowStride
                    for lane in 0..<3 { (place + distance)[lane] = place[lane] * factors[lane] + shifts[lane] }
                }
                return
            }
            grid.rows(group, sample, values) { row, width in
                storeLanes(loadLanes(row, width) * factors + shifts, row + distance, width)
            }
        }
    }
}

extension ProgramBuilder {
    /// Appends factor x + shift with numbers of each channel that may change between runs, and its backward half.
    ///
    /// - Parameters:
    ///   - reading: What the numbers are made of.
    ///   - bind: Gives the numbers of a sample and a channel, for addresses.
    func appendScale(
        _ name: String, _ input: ProgramTensor, at site: Site, reading sources: [ProgramTensor] = [],
        _ bind: @escaping (Addresses) -> (factor: (Int, Int) -> Float, shift: (Int, Int) -> Float)
    ) throws(EngineError) -> ProgramTensor {
        let kernel = ChannelScaleKernel(grid: try ChannelGrid(input.layout, layer: site.name), parallel: parallel)
        let output = tensor(input.layout)
        append(kernel: "\(name) forward", layer: site.name, from: input, to: output, touching: sources) {
            (addresses) throws(EngineError) in
            let (from, to) = (addresses.values(input), addresses.values(output))
            let numbers = bind(addresses)
            return { (_) throws(EngineError) in kernel.run(from, to: to, factor: numbers.factor, shift: numbers.shift) }
        }
        if site.isDifferentiated {
            onBackward { (gradient) throws(EngineError) in
                guard site.propagates else { return nil }
                self.append(kernel: "\(name) backward", layer: site.name, from: gradient, to: gradient, touching: sources) {
                    (addresses) throws(EngineError) in
                    let slopes = addresses.values(gradient)
                    let factor = bind(addresses).factor
                    return { (_) throws(EngineError) in kernel.run(slopes, to: slopes, factor: factor) { _, _ in 0 } }
                }
                return gradient
            }
        }
        return output
    }
}
