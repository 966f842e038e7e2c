import Network

/// A layer's place in a program.
struct Site {
    let index: Int
    let node: LayerNode
    let firstParameter: Int
    let parameters: [Parameter]
    let isFrozen: Bool
    /// Whether the program trains.
    let isTraining: Bool
    /// Whether the backward pass reaches this layer.
    let isDifferentiated: Bool
    /// Whether a layer below needs the gradient of this layer's input.
    let propagates: Bool

    /// The layer's name.
    var name: String { node.name }
    /// Whether gradients of its parameters are wanted.
    var isTrained: Bool { isDifferentiated && !isFrozen }

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
        let lowest = frozen.flatMap { network.lowestTrainableLayer(frozen: $0) } ?? network.layers.count
        var first = 0
        return network.layers.enumerated().map { index, node in
            let parameters = node.parameters
            defer { first += parameters.count }
            return Site(
                index: index, node: node, firstParameter: first, parameters: parameters,
                isFrozen: frozen?.contains(node.name) ?? false, isTraining: frozen != nil, isDifferentiated: index >= lowest,
                propagates: index > lowest)
        }
    }
}
