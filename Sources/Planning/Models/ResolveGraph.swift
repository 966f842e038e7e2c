import Diagnostics
import Experiment
import Network

extension Resolver {
    /// The graph of a model as written; nil where a name or a reference in it is wrong, which is then said.
    mutating func graph(of spec: ModelSpec) -> ModelGraph? {
        var parts: [ModelGraph] = []
        for layer in spec.layers {
            guard let part = part(layer) else { return nil }
            parts.append(part)
        }
        guard nameLayers(&parts, of: spec) else { return nil }
        return link(parts, of: spec)
    }

    /// One entry as a graph of its own: a layer, or those of the model used there.
    private mutating func part(_ layer: LayerSpec) -> ModelGraph? {
        switch layer.written.value {
        case .layer(let kind):
            let source = ModelGraph.Source(index: -1)
            return ModelGraph(nodes: [
                ModelGraph.Node(
                    name: layer.written.label ?? "", layer: kind, sources: [source], written: layer.written, uses: layer.uses)
            ])
        case .model(let use):
            guard !use.spec.layers.isEmpty else {
                isIncomplete = true
                return nil
            }
            guard var graph = graph(of: use.spec).flatMap({ cut($0, use) }) else { return nil }
            for index in graph.nodes.indices {
                graph.nodes[index].uses = layer.uses + [use.use] + graph.nodes[index].uses
                if let name = layer.written.label { graph.nodes[index].name = "\(name)/\(graph.nodes[index].name)" }
            }
            return graph
        }
    }

    /// A used model as far as its `until`.
    private mutating func cut(_ graph: ModelGraph, _ use: ModelUse) -> ModelGraph? {
        guard let until = use.until else { return graph }
        guard let output = graph.nodes.lastIndex(where: { $0.name == until.wrappedValue }) else {
            report(
                "unknown-layer", "no layer of `\(use.use.of)` is called `\(until.wrappedValue)`", at: until.place,
                help: Spelling.help(for: until.wrappedValue, in: graph.nodes.map(\.name), what: "layers"))
            return nil
        }
        return graph.leading(to: output)
    }

    /// Gives each layer a name: the one written, or Keras's for its kind, counted within the model. False where one cannot be used.
    private mutating func nameLayers(_ parts: inout [ModelGraph], of spec: ModelSpec) -> Bool {
        var first: [String: Place?] = [:]
        var valid = true
        for (layer, part) in zip(spec.layers, parts) {
            let label = layer.written.$label
            if label.wrappedValue == NetworkDefinition.inputName {
                report(
                    "reserved-name",
                    "a layer cannot be called `\(NetworkDefinition.inputName)`, which is what `inputs` calls the model's input",
                    at: label.place, help: ["choose another name"])
                valid = false
            }
            let isNamedUse = layer.layer == nil && label.wrappedValue != nil
            for name in isNamedUse ? [label.wrappedValue ?? ""] : part.nodes.map(\.name) where !name.isEmpty {
                let place = label.place ?? layer.written.place(of: "use")
                guard let earlier = first.updateValue(place, forKey: name) else { continue }
                valid = false
                let help =
                    if layer.layer == nil, label.wrappedValue == nil {
                        "give the use of the model a name: its layers are then called `name/layer`"
                    } else if earlier == place {
                        "it is written once and stands several times: put `${name}`, `${index}` or a variable into its name"
                    } else {
                        "give it another name"
                    }
                report("duplicate-name", "two layers are called `\(name)`", at: place, help: [help])
            }
        }
        guard valid else { return false }
        var taken = Set(first.keys)
        var counts: [String: Int] = [:]
        for (index, layer) in spec.layers.enumerated() where layer.layer != nil && layer.written.label == nil {
            parts[index].nodes[0].name = LayerNaming.next(for: layer.written.kind, counts: &counts, taken: &taken)
        }
        return true
    }

    /// Puts the parts together: what reads a part's input reads what its entry names.
    private mutating func link(_ parts: [ModelGraph], of spec: ModelSpec) -> ModelGraph? {
        var starts: [Int] = []
        var indices = [NetworkDefinition.inputName: -1]
        var count = 0
        for (layer, part) in zip(spec.layers, parts) {
            starts.append(count)
            for (place, node) in part.nodes.enumerated() { indices[node.name] = count + place }
            count += part.nodes.count
            if layer.layer == nil, let label = layer.written.label { indices[label] = count - 1 }
        }
        var graph = ModelGraph()
        var valid = true
        for (entry, (layer, part)) in zip(spec.layers, parts).enumerated() {
            let sources = layer.inputs.compactMap { input -> ModelGraph.Source? in
                switch input {
                case .model: return ModelGraph.Source(index: -1)
                case .entry(let other): return ModelGraph.Source(index: starts[other] + parts[other].output)
                case .named(let name):
                    if let index = indices[name.wrappedValue] { return ModelGraph.Source(index: index, place: name.place) }
                    valid = false
                    report(
                        "unknown-layer", "no layer is called `\(name.wrappedValue)`", at: name.place,
                        help: Spelling.help(
                            for: name.wrappedValue, in: parts.flatMap { $0.nodes.map(\.name) }, what: "layers"))
                    return nil
                }
            }
            for var node in part.nodes {
                node.sources = node.sources.flatMap { source in
                    source.index < 0 ? sources : [ModelGraph.Source(index: starts[entry] + source.index, place: source.place)]
                }
                graph.nodes.append(node)
            }
        }
        return valid ? graph : nil
    }
}

/// Keras's names for layers that were given none.
enum LayerNaming {
    /// `conv2d`, then `conv2d_1`, …; a number that a written name has taken is passed over.
    static func next(for kind: String, counts: inout [String: Int], taken: inout Set<String>) -> String {
        let stem = KerasNaming.snakeCase(kind)
        while true {
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            let name = count == 0 ? stem : "\(stem)_\(count)"
            if taken.insert(name).inserted { return name }
        }
    }
}
