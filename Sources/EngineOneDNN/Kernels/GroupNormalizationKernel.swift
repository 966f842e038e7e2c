/// Normalization over all places of neighbouring channels.
struct GroupNormalizationKernel: SampleNormalization {
    let grid: ChannelGrid
    /// Channels in a group.
    let size: Int
    let epsilon: Double

    var groupCount: Int { grid.channels / size }
    /// Values in a group.
    private var count: Double { Double(grid.positions * size) }

    func normalize(_ sample: Int, _ values: Values, to result: Values, moments: Values, gamma: Values?, beta: Values?) {
        let means = groups { group in
            var sum = ChannelLanes()
            grid.rows(group, sample, values) { row, width in sum += loadLanes(row, width) }
            return { grid.fold(sum, group, $0) }
        }
        let variances = groups { group in
            let centre = grid.spread({ Float(means[$0 / size] / count) }, group)
            var sum = ChannelLanes()
            grid.rows(group, sample, values) { row, width in
                let distance = loadLanes(row, width, rest: centre) - centre
                sum += distance * distance
            }
            return { grid.fold(sum, group, $0) }
        }
        for index in 0..<groupCount {
            moments[2 * index] = Float(means[index] / count)
            moments[2 * index + 1] = Float(1 / (variances[index] / count + epsilon).squareRoot())
        }
        let distance = result - values
        for group in grid.groups {
            let centre = grid.spread({ moments[2 * ($0 / size)] }, group)
            let factor = grid.spread({ moments[2 * ($0 / size) + 1] * (gamma?[$0] ?? 1) }, group)
            let shift = grid.spread({ beta?[$0] ?? 0 }, group)
            grid.rows(group, sample, values) { row, width in
                storeLanes((loadLanes(row, width) - centre) * factor + shift, row + distance, width)
            }
        }
    }

    func differentiate(_ sample: Int, _ values: Values, gradient: Values, moments: Values, gamma: Values?, sums: Values) {
        let distance = gradient - values
        for group in grid.groups {
            let centre = grid.spread({ moments[2 * ($0 / size)] }, group)
            var slopes = ChannelLanes()
            var products = ChannelLanes()
            grid.rows(group, sample, values) { row, width in
                let slope = loadLanes(row + distance, width)
                slopes += slope
                products += slope * (loadLanes(row, width) - centre)
            }
            for lane in 0..<grid.count(group) {
                let channel = group.channel + lane
                sums[channel] = Float(grid.fold(products, group, lane) * Double(moments[2 * (channel / size) + 1]))
                sums[grid.channels + channel] = Float(grid.fold(slopes, group, lane))
            }
        }
        // dx = (gamma dy - mean(gamma dy) - x̂ mean(gamma dy x̂)) / sigma, the means over the group.
        func mean(_ first: Int, _ index: Int) -> Double {
            (index * size..<(index + 1) * size).reduce(0) { $0 + Double(gamma?[$1] ?? 1) * Double(sums[first + $1]) } / count
        }
        let levels = (0..<groupCount).map { mean(grid.channels, $0) }
        let tilts = (0..<groupCount).map { mean(0, $0) }
        for group in grid.groups {
            func inverse(_ channel: Int) -> Double { Double(moments[2 * (channel / size) + 1]) }
            let centre = grid.spread({ moments[2 * ($0 / size)] }, group)
            let a = grid.spread({ Float(inverse($0) * Double(gamma?[$0] ?? 1)) }, group)
            let b = grid.spread({ Float(-inverse($0) * inverse($0) * tilts[$0 / size]) }, group)
            let c = grid.spread({ Float(-inverse($0) * levels[$0 / size]) }, group)
            grid.rows(group, sample, values) { row, width in
                storeLanes(
                    a * loadLanes(row + distance, width) + (b * (loadLanes(row, width) - centre) + c), row + distance, width)
            }
        }
    }

    /// Sums of channels, joined to those of their groups; `body` gives them for the channels of a block, counted from its first.
    private func groups(_ body: (ChannelGrid.Group) -> (Int) -> Double) -> [Double] {
        var result = [Double](repeating: 0, count: groupCount)
        for group in grid.groups {
            let sums = body(group)
            for lane in 0..<grid.count(group) { result[(group.channel + lane) / size] += sums(lane) }
        }
        return result
    }
}
