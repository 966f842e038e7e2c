/// A layer under the name that people and weights files call it by, with its shapes worked out.
public struct LayerNode: Hashable, Sendable {
    /// Its name, unique in the network: `conv2d_1`.
    public var name: String
    /// What it does.
    public var layer: OneOf<LayerFamily>
    /// What gives each of its inputs: a layer, by its index in the network, or -1 for the network's own input.
    public var sources: [Int]
    /// The shape of one sample of each input.
    public var inputs: [Shape]
    /// The shape of one output sample.
    public var output: Shape

    /// Creates a node.
    public init(name: String, layer: OneOf<LayerFamily>, sources: [Int], inputs: [Shape], output: Shape) {
        self.name = name
        self.layer = layer
        self.sources = sources
        self.inputs = inputs
        self.output = output
    }

    /// Creates a node that reads the network's input, and nothing else.
    public init(name: String, layer: OneOf<LayerFamily>, input: Shape, output: Shape) {
        self.init(name: name, layer: layer, sources: [-1], inputs: [input], output: output)
    }

    /// The shape of one sample of its input, of several the first.
    public var input: Shape { inputs.first ?? Shape([]) }

    /// The layer's parameters, in Keras's order.
    public var parameters: [Parameter] { layer.value.parameters(for: input) }
}
