import Engine

/// Where the values of an array lie for the places of a larger one, along whose axes those of extent 1 are repeated.
struct RepeatedPlaces {
    private let small: ChannelGrid
    private let large: ChannelGrid
    private let extents: [Int]
    private let own: [Int]

    /// - Throws: ``EngineError/unsupported(layer:reason:)`` where channels do not lie side by side.
    init(_ small: Layout, in large: Layout, layer: String) throws(EngineError) {
        self.small = try ChannelGrid(small, layer: layer)
        self.large = try ChannelGrid(large, layer: layer)
        extents = large.extents + [Int](repeating: 1, count: max(4 - large.extents.count, 0))
        own = small.extents + [Int](repeating: 1, count: max(4 - small.extents.count, 0))
    }

    /// Copies each value to all its places.
    func spread(_ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ parallel: Parallel) {
        parallel.run(extents[0]) { sample in visit(sample) { to[$1] = from[$0] } }
    }

    /// Adds up, for each value, those at its places, in their order.
    func sum(_ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ parallel: Parallel) {
        let count = small.sampleStride
        parallel.run(extents[0]) { sample in
            var totals = [Double](repeating: 0, count: count)
            visit(sample) { totals[$0 - sample * count] += Double(from[$1]) }
            for (index, total) in totals.enumerated() { to[sample * count + index] = Float(total) }
        }
    }

    /// Calls `body` with the places of each value of a sample, in the small array and in the large one.
    private func visit(_ sample: Int, _ body: (Int, Int) -> Void) {
        let (from, to) = (small.channelOffsets, large.channelOffsets)
        for row in 0..<extents[2] {
            for column in 0..<extents[3] {
                let near = (own[2] > 1 ? row : 0) * own[3] + (own[3] > 1 ? column : 0)
                let first = sample * small.sampleStride + near * small.rowStride
                let second = sample * large.sampleStride + (row * extents[3] + column) * large.rowStride
                for channel in 0..<extents[1] { body(first + from[own[1] > 1 ? channel : 0], second + to[channel]) }
            }
        }
    }
}

extension ChannelGrid {
    /// Where each channel of a sample's first place lies.
    var channelOffsets: [Int] { groups.flatMap { group in (0..<count(group)).map { group.offset + $0 } } }
}
