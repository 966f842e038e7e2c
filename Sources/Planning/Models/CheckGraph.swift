import Diagnostics
import Experiment
import Network

extension Resolver {
    /// Whether every layer reads as many others as it can, and leads to the output; says where one does not.
    mutating func check(_ graph: ModelGraph) -> Bool {
        var isRead = [Bool](repeating: false, count: graph.nodes.count)
        for node in graph.nodes {
            for source in node.sources where source.index >= 0 { isRead[source.index] = true }
        }
        var valid = true
        for (index, node) in graph.nodes.enumerated() {
            if node.isMerge != (node.sources.count > 1) {
                valid = false
                reportInputs(of: node, in: graph)
            }
            if !isRead[index], index != graph.output {
                valid = false
                report(
                    "dead-end", "nothing reads `\(node.name)`, and it is not the last layer", at: node.place,
                    help: ["name it in the `inputs` of another layer, or leave it out"] + node.origin)
            }
        }
        return valid
    }

    private mutating func reportInputs(of node: ModelGraph.Node, in graph: ModelGraph) {
        let names = node.sources.map { graph.name(of: $0.index) }.joined(separator: ", ")
        let kind = node.written.kind
        if node.isMerge {
            report(
                "wrong-inputs", "\(kind) joins at least two layers, and here is one: \(names)", at: node.place,
                help: ["name them: {\(kind): {inputs: [\(names), …]}}, or let the branches of a `parallel` meet in it"]
                    + node.origin)
        } else {
            report(
                "wrong-inputs", "\(kind) reads one layer, and here are \(node.sources.count): \(names)",
                at: node.sources.last?.place ?? node.place,
                help: ["join them first, with Add or Concatenate"] + node.origin)
        }
    }

    /// Says that layers read each other in a circle.
    mutating func report(circle: [Int], in graph: ModelGraph) {
        let names = (circle + circle.prefix(1)).map { "`\(graph.name(of: $0))`" }
        let shown = names.count > 9 ? names.prefix(4) + ["…"] + names.suffix(4) : names[...]
        // Layers that read what is before them make no circle: one of these names a later one.
        let members = Set(circle)
        let sources = circle.flatMap { node in
            graph.nodes[node].sources.filter { $0.index >= node && members.contains($0.index) }
        }
        report(
            "cyclic-graph", "these layers read each other in a circle: " + shown.joined(separator: " reads "),
            at: sources.compactMap(\.place).first ?? circle.first.flatMap { graph.nodes[$0].place },
            help: ["a layer can only read what does not depend on it"])
    }

    /// Says of a layer that it does not fit what it reads.
    mutating func report(_ error: ShapeError, at node: ModelGraph.Node, in graph: ModelGraph, _ order: [Int], input: Shape) {
        var help = error.help
        if node.sources.count > 1 {
            let shapes = graph.shapes(order, input: input)
            for source in node.sources where source.index < 0 || shapes[source.index] != nil {
                let shape = source.index < 0 ? input : shapes[source.index] ?? input
                help.append("`\(graph.name(of: source.index))` gives \(shape)")
            }
        }
        report("shape-mismatch", error.message, at: node.place, help: help + node.origin)
    }
}

extension ModelGraph {
    /// A layer's name; `input` for the model's.
    func name(of index: Int) -> String { index < 0 ? NetworkDefinition.inputName : nodes[index].name }

    /// The shapes that layers give, as far as they fit.
    fileprivate func shapes(_ order: [Int], input: Shape) -> [Int: Shape] {
        var shapes = [-1: input]
        for index in order {
            let inputs = nodes[index].sources.compactMap { shapes[$0.index] }
            guard inputs.count == nodes[index].sources.count else { continue }
            let layer = nodes[index].layer.value
            shapes[index] = try? layer.outputShape(joining: inputs)
        }
        return shapes
    }
}

extension ModelGraph.Node {
    /// The uses of blocks and models that brought it here, for messages.
    var origin: [String] {
        guard !uses.isEmpty else { return [] }
        let places = uses.reversed().map { use in
            let position = use.place.position
            return "`\(use.of)`\(use.name.map { " (\($0))" } ?? "") at \(position.file):\(position.line):\(position.column)"
        }
        return ["it is `\(name)`, and comes from " + places.joined(separator: ", in ")]
    }
}
