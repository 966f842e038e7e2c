/// Normalization over the channels of each place.
struct LayerNormalizationKernel: SampleNormalization {
    let grid: ChannelGrid
    let epsilon: Double

    var groupCount: Int { grid.positions }

    func normalize(_ sample: Int, _ values: Values, to result: Values, moments: Values, gamma: Values?, beta: Values?) {
        let (ones, factors) = (lanes { _ in 1 }, lanes { gamma?[$0] ?? 1 })
        let shifts = lanes { beta?[$0] ?? 0 }
        let distance = result - values
        for position in 0..<grid.positions {
            let place = values + sample * grid.sampleStride + position * grid.rowStride
            let mean = Float(sum { load(place, $0) } / Double(grid.channels))
            let squares = sum { index in
                let distance = (load(place, index) - mean) * ones[index]
                return distance * distance
            }
            let inverse = Float(1 / (squares / Double(grid.channels) + epsilon).squareRoot())
            moments[2 * position] = mean
            moments[2 * position + 1] = inverse
            for index in grid.groups.indices {
                let normalized = (load(place, index) - mean) * inverse
                store(normalized * factors[index] + shifts[index], place + distance, index)
            }
        }
    }

    func differentiate(_ sample: Int, _ values: Values, gradient: Values, moments: Values, gamma: Values?, sums: Values) {
        let (ones, factors) = (lanes { _ in 1 }, lanes { gamma?[$0] ?? 1 })
        var toGamma = [ChannelLanes](repeating: ChannelLanes(), count: grid.groups.count)
        var toBeta = toGamma
        let distance = gradient - values
        for position in 0..<grid.positions {
            let place = values + sample * grid.sampleStride + position * grid.rowStride
            let (mean, inverse) = (moments[2 * position], moments[2 * position + 1])
            func normalized(_ index: Int) -> ChannelLanes { (load(place, index) - mean) * inverse * ones[index] }
            func slope(_ index: Int) -> ChannelLanes { load(place + distance, index) }
            let level = Float(sum { slope($0) * factors[$0] } / Double(grid.channels))
            let tilt = Float(sum { slope($0) * factors[$0] * normalized($0) } / Double(grid.channels))
            for index in grid.groups.indices {
                let (value, slope) = (normalized(index), slope(index))
                toGamma[index] += slope * value
                toBeta[index] += slope
                store((slope * factors[index] - level - value * tilt) * inverse * ones[index], place + distance, index)
            }
        }
        for (index, group) in grid.groups.enumerated() {
            for lane in 0..<grid.count(group) {
                sums[group.channel + lane] = toGamma[index][lane]
                sums[grid.channels + group.channel + lane] = toBeta[index][lane]
            }
        }
    }

    /// One value a channel, in the lanes of its group; 0 in padding.
    private func lanes(_ values: (Int) -> Float) -> [ChannelLanes] {
        grid.groups.map { group in
            var lanes = ChannelLanes()
            for lane in 0..<grid.count(group) { lanes[lane] = values(group.channel + lane) }
            return lanes
        }
    }

    /// The sum over channels of what `body` gives for each group.
    private func sum(_ body: (Int) -> ChannelLanes) -> Double {
        Double(grid.groups.indices.reduce(ChannelLanes()) { $0 + body($1) }.sum())
    }

    private func load(_ place: Values, _ index: Int) -> ChannelLanes {
        loadLanes(place + grid.groups[index].offset, grid.groups[index].width)
    }

    private func store(_ lanes: ChannelLanes, _ place: Values, _ index: Int) {
        storeLanes(lanes, place + grid.groups[index].offset, grid.groups[index].width)
    }
}
