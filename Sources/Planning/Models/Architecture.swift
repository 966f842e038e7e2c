import Diagnostics
import Experiment
import Network

/// An architecture with its shapes worked out, and where its layers were written.
struct Architecture {
    var network: NetworkDefinition
    /// Where the last layer stands: what does not fit classes or loss is said there.
    var lastLayer: Place?
}

extension Resolver {
    /// The architecture of a name, worked out once; nil where it is broken (and said so), unknown or not complete (and not said).
    mutating func architecture(_ name: String) -> Architecture? {
        if let known = architectures[name] { return known }
        guard let spec = file.models.first(where: { $0.name == name })?.value else { return nil }
        guard spec.missing.isEmpty else { return nil }
        let isBroken = file.lost.contains(name)
        if isBroken { isIncomplete = true }
        let result = isBroken ? nil : resolve(spec)
        architectures[name] = .some(result)
        return result
    }

    private mutating func resolve(_ spec: ModelSpec) -> Architecture? {
        guard spec.$input.isWritten, !spec.layers.isEmpty else {
            isIncomplete = true
            return nil
        }
        guard let graph = graph(of: spec) else { return nil }
        let (order, circle) = graph.order()
        guard circle.isEmpty else {
            report(circle: circle, in: graph)
            return nil
        }
        guard check(graph) else { return nil }
        let input = Shape(spec.input)
        do throws(NetworkDefinition.Misfit) {
            let network = try NetworkDefinition(input: input, layers: graph.entries)
            return Architecture(network: network, lastLayer: graph.nodes.last?.place)
        } catch {
            guard graph.nodes.indices.contains(error.index) else {
                report("shape-mismatch", error.error.message, at: spec.$input.place, help: error.error.help)
                return nil
            }
            report(error.error, at: graph.nodes[error.index], in: graph, order, input: input)
            return nil
        }
    }
}

extension ModelGraph {
    /// The layers as written, with the names of what they read where that is not the layer before.
    fileprivate var entries: [NetworkDefinition.Entry] {
        nodes.enumerated().map { index, node in
            NetworkDefinition.Entry(
                name: node.name, layer: node.layer,
                inputs: node.sources.map(\.index) == [index - 1] ? nil : node.sources.map { name(of: $0.index) })
        }
    }
}
