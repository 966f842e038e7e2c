/// The order of a network's layers, worked out from what reads what.
///
/// It is the order of Keras's `model.layers`: by the longest way to the output, the farthest first; among equals by when a walk from the
/// output meets them (`keras.src.ops.function.map_graph`). A chain stays as written. The order is topological: a layer stands after all
/// that it reads.
struct LayerGraph {
    /// The layers as written, in their new order; each is here once.
    private(set) var order: [Int] = []

    /// Why layers make no graph.
    enum Flaw: Error, Hashable {
        /// Layers that wait for each other, each reading the next, the last the first.
        case cycle([Int])
        /// A layer that is not on the way to the output: where a side branch ends.
        case unread(Int)
    }

    /// - Parameter sources: For each layer as written, what it reads: layers by their index, or -1 for the network's input. The last layer is
    ///   the output.
    init(_ sources: [[Int]]) throws(Flaw) {
        guard !sources.isEmpty else { return }
        let (ended, met) = try Self.walk(sources)
        let lost = sources.indices.filter { met[$0] < 0 }
        let read = Set(sources.joined())
        if let unread = lost.first(where: { !read.contains($0) }) ?? lost.first { throw .unread(unread) }
        // Those that end last are read by those that ended before them, all of which have their depth by then.
        var depths = [Int](repeating: 0, count: sources.count)
        for layer in ended.reversed() {
            for source in sources[layer] where source >= 0 { depths[source] = max(depths[source], depths[layer] + 1) }
        }
        order = sources.indices.sorted { (-depths[$0], met[$0]) < (-depths[$1], met[$1]) }
    }

    /// Walks from the output down, depth first, each layer's sources in their order; without recursion, as graphs may be deep.
    ///
    /// - Returns: The layers in the order in which they were left, and when each was met, -1 for those that never were.
    private static func walk(_ sources: [[Int]]) throws(Flaw) -> (ended: [Int], met: [Int]) {
        var met = [Int](repeating: -1, count: sources.count)
        var isOpen = [Bool](repeating: false, count: sources.count)
        var ended: [Int] = []
        var count = 0
        var way: [(layer: Int, next: Int)] = []
        func enter(_ layer: Int) {
            met[layer] = count
            count += 1
            isOpen[layer] = true
            way.append((layer, 0))
        }
        enter(sources.count - 1)
        while let (layer, next) = way.last {
            guard next < sources[layer].count else {
                way.removeLast()
                isOpen[layer] = false
                ended.append(layer)
                continue
            }
            way[way.count - 1].next += 1
            let source = sources[layer][next]
            guard source >= 0 else { continue }
            if isOpen[source] {
                let first = way.firstIndex { $0.layer == source } ?? 0
                throw .cycle(way[first...].map(\.layer))
            }
            if met[source] < 0 { enter(source) }
        }
        return (ended, met)
    }
}
