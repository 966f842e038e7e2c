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

/// A network: an input and a chain of named layers whose shapes fit, each within ``Limits``.
public struct NetworkDefinition: Codable, Hashable, Sendable {
    /// The shape of one input sample: height, width, channels.
    public var input: Shape
    /// The layers from input to output; the input itself is not among them.
    public var layers: [LayerNode]

    /// Chains layers, working out every shape.
    ///
    /// - Throws: the first layer that does not fit, as its index and why.
    public init(input: Shape, layers: [(name: String, layer: OneOf<LayerFamily>)]) throws(Misfit) {
        if let error = Self.excess(input, in: "the input") { throw Misfit(index: -1, error: error) }
        var shape = input
        var nodes: [LayerNode] = []
        var names: Set<String> = []
        for (index, entry) in layers.enumerated() {
            guard index < Limits.layers else {
                throw Misfit(index: index, error: ShapeError("a network of more than \(Limits.layers) layers"))
            }
            guard names.insert(entry.name).inserted else {
                throw Misfit(index: index, error: ShapeError("two layers are called \(entry.name)"))
            }
            do throws(ShapeError) {
                let output = try entry.layer.value.outputShape(for: shape)
                let node = LayerNode(name: entry.name, layer: entry.layer, input: shape, output: output)
                if let error = Self.excess(node) { throw error }
                nodes.append(node)
                shape = output
            } catch {
                throw Misfit(index: index, error: error)
            }
        }
        self.input = input
        self.layers = nodes
    }

    /// Reads a network and works its shapes out again: a file that holds others is broken.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let nodes = try container.decode([LayerNode].self, forKey: .layers)
        do {
            try self.init(
                input: container.decode(Shape.self, forKey: .input), layers: nodes.map { (name: $0.name, layer: $0.layer) })
        } catch let misfit as Misfit {
            throw DecodingError.dataCorruptedError(forKey: .layers, in: container, debugDescription: misfit.error.message)
        }
        guard layers == nodes else {
            throw DecodingError.dataCorruptedError(forKey: .layers, in: container, debugDescription: "shapes that do not fit")
        }
    }

    /// A shape that has an empty axis, or more values than anything can hold.
    private static func excess(_ shape: Shape, in place: String) -> ShapeError? {
        guard shape.rank > 0, shape.extents.allSatisfy({ $0 > 0 }) else {
            return ShapeError("\(place) has the shape \(shape)", help: ["every extent is at least 1"])
        }
        guard shape.count <= Limits.values else {
            return ShapeError(
                "\(place) has the shape \(shape): more values a sample than the \(Limits.values) that can be addressed",
                help: ["use smaller images, fewer filters or more pooling"])
        }
        return nil
    }

    /// What a layer has too much of: outputs, or parameters.
    private static func excess(_ node: LayerNode) -> ShapeError? {
        if let error = excess(node.output, in: "the output of \(node.name)") { return error }
        for parameter in node.parameters where parameter.count > Limits.values {
            return ShapeError(
                "the \(parameter.name) of \(node.name) has the shape \(Shape(parameter.shape)): more than \(Limits.values) values",
                help: ["use fewer units or filters, or pool before Flatten"])
        }
        return nil
    }

    /// A layer that does not fit the one before it.
    public struct Misfit: Error, Hashable, Sendable {
        /// Which layer, from 0; -1 is the network's input itself.
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
