extension NetworkDefinition: Codable {
    private enum CodingKeys: String, CodingKey { case input, layers }

    /// A layer in a file.
    private struct Record: Codable {
        var name: String
        var layer: OneOf<LayerFamily>
        /// The shape of a sample of its first input.
        var input: Shape
        var output: Shape
        /// The names of what it reads, where that is not simply the layer before it.
        var inputs: [String]?
    }

    /// Writes the layers in their order.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(input, forKey: .input)
        let records = layers.enumerated().map { index, node in
            Record(
                name: node.name, layer: node.layer, input: node.input, output: node.output,
                inputs: node.sources == [index - 1] ? nil : inputNames(of: node))
        }
        try container.encode(records, forKey: .layers)
    }

    /// Reads a network and works its shapes out again: a file that holds others is broken.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let records = try container.decode([Record].self, forKey: .layers)
        func broken(_ reason: String) -> DecodingError {
            DecodingError.dataCorruptedError(forKey: .layers, in: container, debugDescription: reason)
        }
        do {
            try self.init(
                input: container.decode(Shape.self, forKey: .input),
                layers: records.map { Entry(name: $0.name, layer: $0.layer, inputs: $0.inputs) })
        } catch let misfit as Misfit {
            throw broken(misfit.error.message)
        }
        guard layers.map(\.name) == records.map(\.name) else { throw broken("layers in another order") }
        guard zip(layers, records).allSatisfy({ $0.input == $1.input && $0.output == $1.output }) else {
            throw broken("shapes that do not fit")
        }
    }
}
