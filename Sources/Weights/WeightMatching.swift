import Diagnostics
import Network
import Plan

/// Finds a tensor of a file for each parameter of a network, on names and shapes alone.
struct WeightMatching {
    /// What was found for a parameter.
    enum Candidate: Hashable {
        /// A tensor of the file, whatever its shape.
        case tensor(Int)
        /// Nothing, and nothing was to be expected.
        case none(String)
        /// Nothing that fits where something ought to: an error unless the step skips what does not fit.
        case misfit(String)
        /// Nothing under a name that the step gives: an error.
        case missing(String)
    }

    let index: WeightsIndex
    let network: NetworkDefinition
    let step: LoadWeightsStep
    let layout: LoadWeightsStep.Layout
    /// What the file may call each layer; see ``NetworkDefinition/namesInFiles(for:)``.
    private let names: [[String]]

    /// What keeps the whole file from being loaded, with what to do about it.
    private(set) var problem: (message: String, help: [String])?
    /// One for each of `network.parameters`.
    private(set) var candidates: [Candidate] = []

    /// Looks for all of them.
    init(_ index: WeightsIndex, to network: NetworkDefinition, as step: LoadWeightsStep) {
        self.index = index
        self.network = network
        self.step = step
        layout = step.layout ?? (index.looksLikeTorch ? .torch : .keras)
        names = network.namesInFiles(for: step.layers)
        let found =
            switch step.by {
            case .order: byOrder()
            case .name: byName()
            }
        let chosen = step.layers.map(Set.init)
        candidates = zip(network.parameters, found).map { entry, candidate in
            guard let chosen, !chosen.contains(network.layers[entry.layer].name) else { return candidate }
            return .none(Self.notChosen)
        }
    }

    // MARK: By order

    /// Layers with weights by position, or in files of Keras 3 by class and number; the tensors of a layer by position.
    private mutating func byOrder() -> [Candidate] {
        let nodes = network.layers.indices.filter { !network.layers[$0].parameters.isEmpty && !names[$0].isEmpty }
        guard let layers = index.layers else {
            return fail(
                "does not say in which order its layers come, so nothing can be loaded by order",
                help: ["load it with by: name, or with a mapping from the network's names to the file's"])
        }
        var found = network.layers.map { node in node.parameters.map { _ in Candidate.none(Self.notChosen) } }
        if layers.contains(where: { $0.path != nil }) {
            let paths = network.kerasPaths(of: NetworkDefinition.model(of: step.layers ?? []))
            let known = Dictionary(layers.map { ($0.path ?? $0.name, $0) }, uniquingKeysWith: { first, _ in first })
            for node in nodes {
                let path = paths[node] ?? ""
                found[node] = pair(network.layers[node], with: known[path], otherwise: "the file has no layers/\(path)")
            }
            return found.flatMap(\.self)
        }
        guard step.layers != nil || layers.count == nodes.count else {
            return fail(
                "has \(Self.counted(layers.count, "layer")) with weights, and the network has \(nodes.count)",
                help: difference(layers, nodes) + [
                    "load into the network that the weights were saved from, with by: name, or choose `layers`"
                ])
        }
        for (position, node) in nodes.enumerated() {
            found[node] = pair(
                network.layers[node], with: position < layers.count ? layers[position] : nil,
                otherwise: "the file has only \(Self.counted(layers.count, "layer")) with weights")
        }
        return found.flatMap(\.self)
    }

    /// Pairs the parameters of a layer with the tensors of the file's by position.
    private func pair(_ node: LayerNode, with layer: WeightsIndex.Layer?, otherwise reason: String) -> [Candidate] {
        let parameters = node.parameters
        guard let layer else { return parameters.map { _ in .misfit(reason) } }
        return listed(layer.tensors, of: layer.name, for: node)
    }

    /// A layer's tensors by position. Counters, which Keras keeps as whole numbers and nothing is computed with, may be missing.
    private func listed(_ tensors: [Int], of layer: String, for node: LayerNode) -> [Candidate] {
        let parameters = node.parameters
        if tensors.count == parameters.count { return tensors.map { .tensor($0) } }
        guard tensors.count == parameters.count(where: { !$0.shape.isEmpty }) else {
            return parameters.map { _ in .misfit(Self.counts(layer, tensors.count, node)) }
        }
        var rest = tensors[...]
        return parameters.map { parameter in
            parameter.shape.isEmpty
                ? .none("\(JSONText.shown(layer)) of the file has no \(parameter.name)") : .tensor(rest.removeFirst())
        }
    }

    /// Where two sequences of layers come apart.
    private func difference(_ layers: [WeightsIndex.Layer], _ nodes: [Int]) -> [String] {
        func shapes(_ shapes: [[Int]]) -> String { shapes.prefix(6).map { "\(Shape($0))" }.joined(separator: " ") }
        let ours = nodes.map { network.layers[$0].parameters.map(\.shape) }
        let theirs = layers.map { $0.tensors.map { index.tensors[$0].shape } }
        let place = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset ?? min(ours.count, theirs.count)
        let our = place < ours.count ? "\(network.layers[nodes[place]].name) \(shapes(ours[place]))" : "no layer"
        let their = place < theirs.count ? "\(JSONText.shown(layers[place].name)) \(shapes(theirs[place]))" : "no layer"
        return ["they differ from layer \(place + 1) with weights on: the network has \(our), and the file \(their)"]
    }

    private mutating func fail(_ message: String, help: [String]) -> [Candidate] {
        problem = (message, help)
        return network.parameters.map { _ in .misfit("the file \(message)") }
    }

    // MARK: By name

    private func byName() -> [Candidate] {
        let file = TensorNames(index)
        let mapping = Dictionary(step.mapping.map { ($0.ours, $0.theirs) }, uniquingKeysWith: { first, _ in first })
        return zip(network.layers, names).flatMap { node, names -> [Candidate] in
            let mapped = mapping[node.name]
            let words = node.parameters.map { word(for: $0) }
            let found = (mapped.map { [$0] } ?? names).lazy.compactMap { name in
                file.tensors(ofLayer: name, parameters: words).map { (layer: name, tensors: $0) }
            }.first
            var candidates: [Candidate]
            switch found?.tensors {
            case .named(let tensors):
                candidates = zip(tensors, words).map { tensor, word in
                    tensor.map { .tensor($0) } ?? .none("\(JSONText.shown(found?.layer ?? "")) of the file has no \(word)")
                }
            case .listed(let tensors): candidates = listed(tensors, of: found?.layer ?? node.name, for: node)
            case nil:
                candidates = node.parameters.map { _ in
                    mapped.map { .missing(file.absence(of: $0, isLayer: true)) } ?? .none("the file has no such name")
                }
            }
            for (position, parameter) in node.parameters.enumerated() {
                guard let theirs = mapping["\(node.name)/\(parameter.name)"] else { continue }
                candidates[position] = file[theirs].map { .tensor($0) } ?? .missing(file.absence(of: theirs, isLayer: false))
            }
            return candidates
        }
    }

    /// What a file in its layout calls a parameter.
    private func word(for parameter: Parameter) -> String {
        layout == .torch ? TorchLayout.word(for: parameter.name) : parameter.name
    }

    private static let notChosen = "its layer is not among those to be filled"

    private static func counts(_ layer: String, _ tensors: Int, _ node: LayerNode) -> String {
        "\(JSONText.shown(layer)) of the file has \(counted(tensors, "tensor")), and \(node.name) has "
            + counted(node.parameters.count, "parameter")
    }

    private static func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
}
