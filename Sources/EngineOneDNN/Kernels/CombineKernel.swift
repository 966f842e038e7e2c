/// The sum of arrays of one shape in one pass over memory, with what else can be done on the way: normalizations that the arrays still
/// lack, max(x, 0) or its mask, and the sums that a normalization needs of the result.
///
/// Each channel group of each sample is one task; sums are made within it, so bytes are the same at any number of threads.
struct CombineKernel {
    typealias Values = UnsafeMutablePointer<Float>

    /// An array that lies as the grid's, but for the distance of its samples.
    struct Array {
        let values: Values
        let stride: Int

        init(_ values: Values, stride: Int) {
            self.values = values
            self.stride = stride
        }

        /// Where its values are when those of the grid's array are at no distance.
        func base(_ sample: Int, _ grid: ChannelGrid) -> Values { values + sample * (stride - grid.sampleStride) }
    }

    /// The backward pass of a normalization: byGradient g + byValue x + byOne, then masked where a rectified x is 0.
    struct Slope {
        let input: Array
        let byGradient: Values
        let byValue: Values
        let byOne: Values
        let isRectified: Bool
    }

    /// A summand: as it is, or scale x + shift, or with a slope.
    struct Part {
        let values: Array
        var slope: Slope?
        var scale: Values?
        var shift: Values?
    }

    /// Sums of the result, and of the result times (x - mean): `[sample][2][padded channels]`.
    struct Sums {
        let input: Array
        let mean: Values
        let result: Values
    }

    let grid: ChannelGrid
    let result: Values
    let parallel: Parallel
    var parts: [Part] = []
    /// The rectified values by which the result is masked.
    var mask: Array?
    var rectifies = false
    var factor: Float = 1
    var sums: [Sums] = []

    init(grid: ChannelGrid, result: Values, parallel: Parallel) {
        self.grid = grid
        self.result = result
        self.parallel = parallel
    }

    /// Does it all.
    func run() {
        let isPlain = parts.allSatisfy { $0.slope == nil && $0.scale == nil }
        parallel.run(grid.samples * grid.groups.count) { task in
            let (sample, group) = (task / grid.groups.count, grid.groups[task % grid.groups.count])
            if isPlain { combinePlain(sample, group) } else { combine(sample, group) }
        }
    }

    /// Summands as they are.
    private func combinePlain(_ sample: Int, _ group: ChannelGrid.Group) {
        let bases = parts.map { $0.values.base(sample, grid) }
        bases.withUnsafeBufferPointer { bases in
            finish(sample, group) { place, width in
                var total = loadLanes(bases[0] + place, width)
                for index in 1..<bases.count { total += loadLanes(bases[index] + place, width) }
                return total
            }
        }
    }

    /// A summand within one task.
    private struct Local {
        let values: Values
        /// Nil: only scale and shift, which then are `a` and `c`.
        let input: Values?
        let a: ChannelLanes
        let b: ChannelLanes
        let c: ChannelLanes
        let isRectified: Bool
        let isPlain: Bool
    }

    private func combine(_ sample: Int, _ group: ChannelGrid.Group) {
        func lanes(_ vector: Values?) -> ChannelLanes {
            vector.map { vector in grid.spread({ vector[$0] }, group) } ?? ChannelLanes()
        }
        let local = parts.map { part in
            Local(
                values: part.values.base(sample, grid), input: part.slope?.input.base(sample, grid),
                a: lanes(part.slope?.byGradient ?? part.scale), b: lanes(part.slope?.byValue),
                c: lanes(part.slope?.byOne ?? part.shift), isRectified: part.slope?.isRectified ?? false,
                isPlain: part.slope == nil && part.scale == nil)
        }
        local.withUnsafeBufferPointer { local in
            finish(sample, group) { place, width in
                var total = ChannelLanes()
                for index in 0..<local.count {
                    let part = local[index]
                    var value = loadLanes(part.values + place, width)
                    if let input = part.input {
                        let x = loadLanes(input + place, width)
                        value = part.a * value + (part.b * x + part.c)
                        if part.isRectified { value.replace(with: 0, where: x .<= 0) }
                    } else if !part.isPlain {
                        value = part.a * value + part.c
                    }
                    total = index == 0 ? value : total + value
                }
                return total
            }
        }
    }

    /// Writes what `total` gives for each place of a task, with what follows the sum.
    @inline(__always)
    private func finish(_ sample: Int, _ group: ChannelGrid.Group, _ total: (_ place: Int, _ width: Int) -> ChannelLanes) {
        let mask = mask?.base(sample, grid)
        switch sums.count {
        case 0:
            grid.rows(group, sample, result) { row, width in
                storeLanes(finished(total(row - result, width), row - result, width, mask), row, width)
            }
        default:
            // The sums that come first are made with the values, those of others from what was written.
            let first = sums[0]
            let input = first.input.base(sample, grid)
            let centre = grid.spread({ first.mean[$0] }, group)
            var (slopes, products) = (ChannelLanes(), ChannelLanes())
            grid.rows(group, sample, result) { row, width in
                let value = finished(total(row - result, width), row - result, width, mask)
                storeLanes(value, row, width)
                slopes += value
                products += value * (loadLanes(input + (row - result), width, rest: centre) - centre)
            }
            store(slopes, products, first, sample, group)
            for other in sums.dropFirst() { sum(other, sample, group) }
        }
    }

    @inline(__always)
    private func finished(_ total: ChannelLanes, _ place: Int, _ width: Int, _ mask: Values?) -> ChannelLanes {
        var value = factor == 1 ? total : total * factor
        // No number stays none.
        if rectifies { value.replace(with: 0, where: value .< 0) }
        if let mask { value.replace(with: 0, where: loadLanes(mask + place, width) .<= 0) }
        return value
    }

    private func sum(_ sums: Sums, _ sample: Int, _ group: ChannelGrid.Group) {
        let input = sums.input.base(sample, grid)
        let centre = grid.spread({ sums.mean[$0] }, group)
        var (slopes, products) = (ChannelLanes(), ChannelLanes())
        grid.rows(group, sample, result) { row, width in
            let value = loadLanes(row, width)
            slopes += value
            products += value * (loadLanes(input + (row - result), width, rest: centre) - centre)
        }
        store(slopes, products, sums, sample, group)
    }

    private func store(
        _ slopes: ChannelLanes, _ products: ChannelLanes, _ sums: Sums, _ sample: Int, _ group: ChannelGrid.Group
    ) {
        let padded = grid.paddedChannels
        let target = sums.result + sample * 2 * padded + group.channel
        for channel in 0..<min(group.width, padded - group.channel) {
            let isReal = channel < grid.count(group)
            target[channel] = isReal ? Float(grid.fold(slopes, group, channel)) : 0
            target[padded + channel] = isReal ? Float(grid.fold(products, group, channel)) : 0
        }
    }
}
