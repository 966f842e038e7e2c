import Engine
import Network

extension GlobalMaxPooling2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let grid = try ChannelGrid(input.layout, layer: site.name)
        let pixels = builder.tensor(try .keras([builder.count, site.node.input.extents[2], 1, 1]))
        let parallel = builder.parallel
        builder.append(kernel: "maximum forward", layer: site.name, from: input, to: pixels) { (addresses) throws(EngineError) in
            let (values, results) = (addresses.values(input), addresses.values(pixels))
            return { (_) throws(EngineError) in GlobalMaximum.forward(grid, values, results, parallel) }
        }
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                guard site.propagates else { return nil }
                let bySource = builder.tensor(input.layout)
                builder.append(
                    kernel: "maximum backward", layer: site.name, from: gradient, to: bySource, touching: [input, pixels]
                ) { (addresses) throws(EngineError) in
                    let (values, results) = (addresses.values(input), addresses.values(pixels))
                    let (slopes, bySource) = (addresses.values(gradient), addresses.values(bySource))
                    return { (_) throws(EngineError) in
                        GlobalMaximum.backward(grid, values, results, slopes, to: bySource, parallel)
                    }
                }
                return bySource
            }
        }
        return try builder.appendView(pixels, of: site.node.output, at: site)
    }
}

/// The largest value of each channel of each sample; results lie (sample, channel).
private enum GlobalMaximum {
    typealias Values = UnsafeMutablePointer<Float>

    static func forward(_ grid: ChannelGrid, _ values: Values, _ results: Values, _ parallel: Parallel) {
        tasks(grid, parallel) { sample, group in
            var largest = ChannelLanes(repeating: -.infinity)
            var found = SIMDMask<SIMD16<Int32>>(repeating: false)
            places(grid, sample, group, values) { _, row in
                // What is no number is the largest of all, as in TensorFlow.
                largest.replace(with: row, where: (row .> largest) .| (row .!= row))
                found = found .| (row .!= row)
            }
            largest.replace(with: .nan, where: found)
            for lane in 0..<grid.count(group) { results[sample * grid.channels + group.channel + lane] = largest[lane] }
        }
    }

    /// Equal largest values share the gradient, as in TensorFlow's `reduce_max`.
    static func backward(
        _ grid: ChannelGrid, _ values: Values, _ results: Values, _ slopes: Values, to bySource: Values, _ parallel: Parallel
    ) {
        tasks(grid, parallel) { sample, group in
            var largest = ChannelLanes()
            var shares = ChannelLanes()
            for lane in 0..<grid.count(group) {
                largest[lane] = results[sample * grid.channels + group.channel + lane]
                shares[lane] = slopes[sample * grid.channels + group.channel + lane]
            }
            var number = ChannelLanes()
            places(grid, sample, group, values) { _, row in number += ChannelLanes().replacing(with: 1, where: row .== largest) }
            shares /= number.replacing(with: 1, where: number .== 0)
            places(grid, sample, group, values) { place, row in
                storeLanes(ChannelLanes().replacing(with: shares, where: row .== largest), bySource + place, group.width)
            }
        }
    }

    private static func tasks(_ grid: ChannelGrid, _ parallel: Parallel, _ body: (Int, ChannelGrid.Group) -> Void) {
        parallel.run(grid.samples * grid.groups.count) { task in
            body(task / grid.groups.count, grid.groups[task % grid.groups.count])
        }
    }

    /// Calls `body` with where each place of a group lies, and its values.
    @inline(__always)
    private static func places(
        _ grid: ChannelGrid, _ sample: Int, _ group: ChannelGrid.Group, _ values: Values, _ body: (Int, ChannelLanes) -> Void
    ) {
        for position in 0..<grid.positions {
            let place = sample * grid.sampleStride + group.offset + position * grid.rowStride
            body(place, loadLanes(values + place, group.width))
        }
    }
}
