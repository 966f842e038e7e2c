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

    /// The index of a parameter in the network, by its name in the layer.
    func parameter(_ name: String) -> Int? { parameters.firstIndex { $0.name == name }.map { firstParameter + $0 } }
}
