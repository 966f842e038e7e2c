import Engine

/// What oneDNN leaves out of a convolution's backward pass where that is a layer's forward pass: the bias, and max(x, 0).
struct BiasKernel {
    typealias Values = UnsafeMutablePointer<Float>

    let grid: ChannelGrid
    let parallel: Parallel

    /// Appends both, in the place of the values.
    func append(to builder: ProgramBuilder, layer: String, _ values: ProgramTensor, _ bias: ProgramTensor?, rectifies: Bool) {
        builder.append(
            kernel: rectifies ? "bias + relu" : "bias", layer: layer, from: values, to: values,
            touching: [bias].compactMap { $0 }
        ) { (addresses) throws(EngineError) in
            let (values, bias) = (addresses.values(values), bias.map { addresses.values($0) })
            return { (_) throws(EngineError) in add(bias, to: values, rectifies: rectifies) }
        }
    }

    /// Appends the gradient by the bias: the sum over all places.
    func appendSums(to builder: ProgramBuilder, layer: String, of gradient: ProgramTensor) throws(EngineError) -> ProgramTensor {
        let sums = builder.tensor(try .vector(grid.channels))
        builder.append(kernel: "bias gradient", layer: layer, from: gradient, to: sums) { (addresses) throws(EngineError) in
            let (values, result) = (addresses.values(gradient), addresses.floats(sums))
            return { (_) throws(EngineError) in sum(values, to: result) }
        }
        return sums
    }

    /// Adds one value a channel; what fills blocks up stays 0.
    func add(_ bias: Values?, to values: Values, rectifies: Bool) {
        tasks { sample, group in
            let added = grid.spread({ bias?[$0] ?? 0 }, group)
            grid.rows(group, sample, values) { row, width in
                var result = loadLanes(row, width) + added
                if rectifies { result.replace(with: 0, where: result .<= 0) }
                storeLanes(result, row, width)
            }
        }
    }

    /// The sum of each channel: over the places of a sample, then over samples in their order.
    func sum(_ values: Values, to result: UnsafeMutableBufferPointer<Float>) {
        var sums = [Double](repeating: 0, count: grid.samples * grid.channels)
        sums.withUnsafeMutableBufferPointer { sums in
            tasks { sample, group in
                var lanes = ChannelLanes()
                grid.rows(group, sample, values) { row, width in lanes += loadLanes(row, width) }
                for channel in 0..<grid.count(group) {
                    sums[sample * grid.channels + group.channel + channel] = grid.fold(lanes, group, channel)
                }
            }
        }
        for channel in result.indices {
            result[channel] = Float((0..<grid.samples).reduce(0) { $0 + sums[$1 * grid.channels + channel] })
        }
    }

    /// Calls `body` for each channel group of each sample.
    private func tasks(_ body: (Int, ChannelGrid.Group) -> Void) {
        parallel.run(grid.samples * grid.groups.count) { task in
            body(task / grid.groups.count, grid.groups[task % grid.groups.count])
        }
    }
}
