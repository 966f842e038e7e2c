import Experiment
import Network

/// A model as a graph: its layers and those of the models used in it, each under its full name.
struct ModelGraph {
    /// A layer that is read.
    struct Source {
        /// Its index; -1 is the graph's input.
        var index: Int
        /// Where it is named; nil where it follows from the order.
        var place: Place?
    }

    /// A layer with what it reads.
    struct Node {
        /// Its name; empty where it has none yet.
        var name: String
        /// What it does.
        var layer: OneOf<LayerFamily>
        /// The layers that it reads, in order.
        var sources: [Source]
        /// As it was written.
        var written: Written<LayerSpec.Content>
        /// The blocks and models that it comes from, outermost first.
        var uses: [LayerUse]

        /// Where its kind stands.
        var place: Place? { written.$kind.place }
        /// Whether it joins several layers.
        var isMerge: Bool { layer.value is any MergeLayer }
    }

    /// The layers, as written.
    var nodes: [Node] = []

    /// The layer that gives the output: the last one written.
    var output: Int { nodes.count - 1 }

    /// An order in which every layer stands behind those that it reads; or layers that read each other, each the next one.
    func order() -> (order: [Int], circle: [Int]) {
        var order: [Int] = []
        var begun = [Bool](repeating: false, count: nodes.count)
        var done = begun
        for start in nodes.indices where !begun[start] {
            begun[start] = true
            var path = [(node: start, next: 0)]
            while let top = path.last {
                guard top.next < nodes[top.node].sources.count else {
                    done[top.node] = true
                    order.append(top.node)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let source = nodes[top.node].sources[top.next].index
                guard source >= 0, !done[source] else { continue }
                if begun[source] { return (order, Array(path.map(\.node).drop { $0 != source })) }
                begun[source] = true
                path.append((source, 0))
            }
        }
        return (order, [])
    }

    /// The part that leads to one layer, which then stands last.
    func leading(to output: Int) -> ModelGraph {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        var open = [output]
        while let node = open.popLast() {
            guard !isNeeded[node] else { continue }
            isNeeded[node] = true
            open += nodes[node].sources.map(\.index).filter { $0 >= 0 }
        }
        var places = [Int](repeating: -1, count: nodes.count)
        let kept = nodes.indices.filter { isNeeded[$0] && $0 != output } + [output]
        for (place, node) in kept.enumerated() { places[node] = place }
        return ModelGraph(
            nodes: kept.map { index in
                var node = nodes[index]
                for source in node.sources.indices where node.sources[source].index >= 0 {
                    node.sources[source].index = places[node.sources[source].index]
                }
                return node
            })
    }
}
