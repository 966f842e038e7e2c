/// Arrays of one shape joined place by place, each sample's channel group by itself. One with a single place a sample stands for all
/// places.
struct JoinKernel {
    typealias Values = UnsafeMutablePointer<Float>

    /// What joins them.
    enum Function: String {
        /// The product of all.
        case product
        /// The largest; of equal ones the first has the gradient, as TensorFlow's `maximum` has it.
        case maximum
    }

    let function: Function
    /// The result.
    let grid: ChannelGrid
    /// Each array.
    let inputs: [ChannelGrid]
    let parallel: Parallel

    /// An array within one task.
    private struct Local {
        /// Where the group's values begin.
        let base: Values
        /// Whether there is one place for all, and its values.
        let isRow: Bool
        let row: ChannelLanes
    }

    /// Joins arrays.
    func forward(_ values: [Values], _ result: Values) {
        tasks { sample, number, group in
            let base = result + sample * grid.sampleStride + group.offset
            locals(values, sample, number).withUnsafeBufferPointer { locals in
                grid.rows(group, sample, result) { row, width in
                    var joined = load(locals[0], row - base, width)
                    for index in 1..<locals.count {
                        let value = load(locals[index], row - base, width)
                        switch function {
                        case .product: joined *= value
                        case .maximum: joined.replace(with: value, where: (value .> joined) .| (value .!= value))
                        }
                    }
                    storeLanes(joined, row, width)
                }
            }
        }
    }

    /// The gradients of the arrays; those of single places are summed over all places.
    func backward(_ values: [Values], _ gradient: Values, _ results: [Values?]) {
        tasks { sample, number, group in
            let base = gradient + sample * grid.sampleStride + group.offset
            locals(values, sample, number).withUnsafeBufferPointer { locals in
                for (index, result) in results.enumerated() {
                    guard let result else { continue }
                    let own = inputs[index]
                    let target = result + sample * own.sampleStride + own.groups[number].offset
                    var total = ChannelLanes()
                    grid.rows(group, sample, gradient) { row, width in
                        let slope = loadLanes(row, width) * factor(of: index, locals, row - base, width)
                        if locals[index].isRow { total += slope } else { storeLanes(slope, target + (row - base), width) }
                    }
                    if locals[index].isRow {
                        for lane in 0..<group.width {
                            target[lane] = lane < grid.count(group) ? Float(grid.fold(total, group, lane)) : 0
                        }
                    }
                }
            }
        }
    }

    /// The derivative of the result by one of the values.
    @inline(__always)
    private func factor(of index: Int, _ locals: UnsafeBufferPointer<Local>, _ place: Int, _ width: Int) -> ChannelLanes {
        var result = ChannelLanes(repeating: 1)
        switch function {
        case .product:
            for other in 0..<locals.count where other != index { result *= load(locals[other], place, width) }
        case .maximum:
            let value = load(locals[index], place, width)
            for other in 0..<locals.count where other != index {
                let rival = load(locals[other], place, width)
                result.replace(with: 0, where: other < index ? .!(value .> rival) : .!(value .>= rival))
            }
        }
        return result
    }

    private func locals(_ values: [Values], _ sample: Int, _ number: Int) -> [Local] {
        zip(values, inputs).map { values, own in
            let base = values + sample * own.sampleStride + own.groups[number].offset
            let isRow = own.positions == 1 && grid.positions > 1
            let width = own.groups[number].width
            var row = isRow ? loadLanes(base, width) : ChannelLanes()
            // Two places of eight channels side by side.
            if isRow, width == 8, grid.rowStride == 8 { for lane in 8..<16 { row[lane] = row[lane - 8] } }
            return Local(base: base, isRow: isRow, row: row)
        }
    }

    @inline(__always)
    private func load(_ local: Local, _ place: Int, _ width: Int) -> ChannelLanes {
        local.isRow ? local.row : loadLanes(local.base + place, width)
    }

    /// Calls `body` for each channel group of each sample, with the group's number.
    private func tasks(_ body: (Int, Int, ChannelGrid.Group) -> Void) {
        parallel.run(grid.samples * grid.groups.count) { task in
            body(task / grid.groups.count, task % grid.groups.count, grid.groups[task % grid.groups.count])
        }
    }
}
