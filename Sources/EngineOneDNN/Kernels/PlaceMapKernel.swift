import Engine

/// A linear map of an image's places, the same for every channel: rows by one map, columns by another.
struct PlaceMapKernel {
    /// Neighbouring channels in the source and in the result.
    private struct Part {
        var from: Int
        var to: Int
        /// How many are read, and written; what is not read is 0.
        var read: Int
        var written: Int
    }

    private let source: ChannelGrid
    private let result: ChannelGrid
    private let width: Int
    private let rows: AxisMap
    private let columns: AxisMap
    private let parts: [Part]
    private let parallel: Parallel

    /// - Parameters:
    ///   - width: The source's.
    ///   - rows: From the source's rows to the result's.
    init(
        from source: Layout, to result: Layout, rows: AxisMap, columns: AxisMap, layer: String, parallel: Parallel
    ) throws(EngineError) {
        self.source = try ChannelGrid(source, layer: layer)
        self.result = try ChannelGrid(result, layer: layer)
        width = source.extents.last ?? 1
        self.rows = rows
        self.columns = columns
        self.parallel = parallel
        // Blocks of one of them decide, where the other has none.
        let (from, to) = (self.source, self.result)
        let leading = from.isBlocked ? from : to
        parts = leading.groups.map { group in
            let count = leading.count(group)
            let (begin, end) = (from.offset(of: group.channel), to.offset(of: group.channel))
            return Part(
                from: begin, to: end, read: from.isBlocked ? group.width : count, written: to.isBlocked ? group.width : count)
        }
    }

    /// Computes the result.
    func run(_ values: UnsafeMutablePointer<Float>, to results: UnsafeMutablePointer<Float>) {
        parallel.run(source.samples * parts.count) { task in
            let (sample, part) = (task / parts.count, parts[task % parts.count])
            let from = values + sample * source.sampleStride + part.from
            let to = results + sample * result.sampleStride + part.to
            switch (part.read, part.written) {
            case (16, 16):
                sweep(from, to, load: { UnsafeRawPointer($0).loadUnaligned(as: SIMD16<Float>.self) }) {
                    UnsafeMutableRawPointer($1).storeBytes(of: $0, as: SIMD16<Float>.self)
                }
            case (8, 8):
                sweep(from, to, load: { UnsafeRawPointer($0).loadUnaligned(as: SIMD8<Float>.self) }) {
                    UnsafeMutableRawPointer($1).storeBytes(of: $0, as: SIMD8<Float>.self)
                }
            case (3, 3):
                // Samples of three colours.
                sweep(from, to, load: { SIMD4<Float>($0[0], $0[1], $0[2], 0) }) { lanes, place in
                    (place[0], place[1], place[2]) = (lanes[0], lanes[1], lanes[2])
                }
            default:
                sweep(from, to, load: { loadLanes($0, part.read) }) { storeLanes($0, $1, part.written) }
            }
        }
    }

    /// Goes over the places of a result: sums of rows, each of sums of columns.
    @inline(__always)
    private func sweep<Lanes: SIMD>(
        _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>,
        load: (UnsafeMutablePointer<Float>) -> Lanes, store: (Lanes, UnsafeMutablePointer<Float>) -> Void
    ) where Lanes.Scalar == Float {
        var target = to
        for row in 0..<rows.count {
            for column in 0..<columns.count {
                var sum = Lanes.zero
                for y in rows.starts[row]..<rows.starts[row + 1] {
                    let line = from + rows.places[y] * width * source.rowStride
                    var part = Lanes.zero
                    for x in columns.starts[column]..<columns.starts[column + 1] {
                        part += load(line + columns.places[x] * source.rowStride) * columns.weights[x]
                    }
                    sum += part * rows.weights[y]
                }
                store(sum, target)
                target += result.rowStride
            }
        }
    }
}

extension ProgramBuilder {
    /// Appends a linear map of an image's places, with its backward half.
    ///
    /// - Parameter output: The layout of the result.
    func appendMap(
        _ name: String, _ input: ProgramTensor, to output: Layout, rows: AxisMap, columns: AxisMap, at site: Site
    ) throws(EngineError) -> ProgramTensor {
        let result = tensor(output)
        try appendMap("\(name) forward", input, result, rows: rows, columns: columns, layer: site.name)
        if site.isDifferentiated {
            let extents = input.layout.extents
            onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                guard site.propagates else { return nil }
                let bySource = self.tensor(input.layout)
                try self.appendMap(
                    "\(name) backward", gradient, bySource, rows: rows.transposed(extents[2]),
                    columns: columns.transposed(extents[3]), layer: site.name)
                return bySource
            }
        }
        return result
    }

    private func appendMap(
        _ name: String, _ from: ProgramTensor, _ to: ProgramTensor, rows: AxisMap, columns: AxisMap, layer: String
    ) throws(EngineError) {
        let kernel = try PlaceMapKernel(
            from: from.layout, to: to.layout, rows: rows, columns: columns, layer: layer, parallel: parallel)
        append(kernel: name, layer: layer, from: from, to: to) { (addresses) throws(EngineError) in
            let (values, results) = (addresses.values(from), addresses.values(to))
            return { (_) throws(EngineError) in kernel.run(values, to: results) }
        }
    }

    /// The height and width of a value that must be an image.
    func image(_ input: ProgramTensor, at site: Site) throws(EngineError) -> (height: Int, width: Int) {
        guard site.node.input.rank == 3, site.node.output.rank == 3 || site.node.output.rank == 1 else {
            throw .unsupported(layer: site.name, reason: "its input is no image")
        }
        return (site.node.input.extents[0], site.node.input.extents[1])
    }
}
