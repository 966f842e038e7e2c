/// A layer under the name that people and weights files call it by, with its shapes worked out.
public struct LayerNode: Codable, Hashable, Sendable {
    /// Its name, unique in the network: `conv2d_1`.
    public var name: String
    /// What it does.
    public var layer: OneOf<LayerFamily>
    /// The shape of one input sample.
    public var input: Shape
    /// The shape of one output sample.
    public var output: Shape

    /// Creates a node.
    public init(name: String, layer: OneOf<LayerFamily>, input: Shape, output: Shape) {
        self.name = name
        self.layer = layer
        self.input = input
        self.output = output
    }

    /// The layer's parameters, in Keras's order.
    public var parameters: [Parameter] { layer.value.parameters(for: input) }
}

/// A network: an input and a chain of named layers whose shapes fit.
public struct NetworkDefinition: Codable, Hashable, Sendable {
    /// The shape of one input sample: height, width, channels.
    public var input: Shape
    /// The layers from input to output; the input itself is not among them.
    public var layers: [LayerNode]

    /// Chains layers, working out every shape.
    ///
    /// - Throws: the first layer that does not fit, as its index and why.
    public init(input: Shape, layers: [(name: String, layer: OneOf<LayerFamily>)]) throws(Misfit) {
        var shape = input
        var nodes: [LayerNode] = []
        for (index, entry) in layers.enumerated() {
            do {
                let output = try entry.layer.value.outputShape(for: shape)
                nodes.append(LayerNode(name: entry.name, layer: entry.layer, input: shape, output: output))
                shape = output
            } catch {
                throw Misfit(index: index, error: error)
            }
        }
        self.input = input
        self.layers = nodes
    }

    /// A layer that does not fit the one before it.
    public struct Misfit: Error, Hashable, Sendable {
        /// Which layer, from 0.
        public var index: Int
        /// Why.
        public var error: ShapeError
    }

    /// The shape of one output sample.
    public var output: Shape { layers.last?.output ?? input }

    /// Every parameter as `layer/parameter`, in Keras's order: layers from first to last, each in its order of weights.
    public var parameters: [(name: String, layer: Int, parameter: Parameter)] {
        layers.enumerated().flatMap { index, node in
            node.parameters.map { ("\(node.name)/\($0.name)", index, $0) }
        }
    }
}
