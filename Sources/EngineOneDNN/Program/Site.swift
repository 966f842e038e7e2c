import Network

/// A layer's place in a program.
struct Site {
    let index: Int
    let node: LayerNode
    /// The layers that give each input, by their index; -1 is the network's input.
    let sources: [Int]
    /// The layers that read this one's output, ascending, one as often as it does so.
    let readingLayers: [Int]
    let firstParameter: Int
    let parameters: [Parameter]
    let isFrozen: Bool
    /// Whether the program trains.
    let isTraining: Bool
    /// Whether the backward pass reaches this layer: it is trained, or a layer below it is.
    let isDifferentiated: Bool
    /// For each input, whether a layer below needs its gradient.
    let propagatesTo: [Bool]

    /// The number of inputs, of all layers, that take this layer's output.
    var readers: Int { readingLayers.count }
    /// The layer's name.
    var name: String { node.name }
    /// Whether a layer below needs the gradient of an input.
    var propagates: Bool { propagatesTo.contains(true) }
    /// Whether gradients of its parameters are wanted.
    var isTrained: Bool { isDifferentiated && !isFrozen }
    /// Whether it reads the samples themselves, and nothing else.
    var readsSamples: Bool { sources == [-1] }

    /// Whether a normalization here is on moving statistics.
    func hasFixedStatistics(_ semantics: Semantics) -> Bool {
        !isTraining || (isFrozen && semantics.frozenBatchNormalization == .movingStatistics)
    }

    /// Multiplications and additions of the forward pass on `count` samples.
    func flops(_ count: Int) -> Int { Limits.product([count, node.layer.value.flops(for: node.input)]) }

    /// The index of a parameter in the network, by its name in the layer.
    func parameter(_ name: String) -> Int? { parameters.firstIndex { $0.name == name }.map { firstParameter + $0 } }

    /// The places of a network's layers.
    ///
    /// - Parameter frozen: The names of frozen layers; nil in a program that does not train.
    static func all(of network: NetworkDefinition, frozen: Set<String>?) -> [Site] {
        let readers = network.readers
        var first = 0
        var sites: [Site] = []
        for (index, node) in network.layers.enumerated() {
            let parameters = node.parameters
            let isFrozen = frozen?.contains(node.name) ?? false
            let isTrainable = frozen != nil && !isFrozen && parameters.contains { $0.role == .trainable }
            let propagates = node.sources.map { $0 >= 0 && sites[$0].isDifferentiated }
            sites.append(
                Site(
                    index: index, node: node, sources: node.sources, readingLayers: readers[index], firstParameter: first,
                    parameters: parameters, isFrozen: isFrozen, isTraining: frozen != nil,
                    isDifferentiated: isTrainable || propagates.contains(true), propagatesTo: propagates))
            first += parameters.count
        }
        return sites
    }
}

extension [Site] {
    /// A layer and all that it takes to compute it, by their indices.
    func below(_ top: Int) -> Set<Int> {
        var result: Set<Int> = []
        var open = [top]
        while let next = open.popLast() {
            guard next >= 0, result.insert(next).inserted else { continue }
            open += self[next].sources
        }
        return result
    }
}

extension Set<Int> {
    /// Whether a stage is of these layers.
    func holds(_ stage: Stage) -> Bool { contains(stage.last) }
}
