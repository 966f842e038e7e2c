/// A network: an input and named layers that read it and each other, whose shapes fit, each within ``Limits``.
public struct NetworkDefinition: Hashable, Sendable {
    /// The shape of one input sample: height, width, channels.
    public var input: Shape
    /// The layers in the order of Keras's `model.layers`, each after all that it reads; the last is the output, and the input is not among
    /// them. Layers that read one another in turn lie as they were written.
    public var layers: [LayerNode]

    /// What `inputs` call the network's input, unless a layer has that name.
    public static let inputName = "input"

    /// A layer as written.
    public struct Entry: Sendable {
        /// Its name.
        public var name: String
        /// What it does.
        public var layer: OneOf<LayerFamily>
        /// The names of what it reads; nil for the layer written before it, or the network's input.
        public var inputs: [String]?

        /// Creates an entry.
        public init(name: String, layer: OneOf<LayerFamily>, inputs: [String]? = nil) {
            self.name = name
            self.layer = layer
            self.inputs = inputs
        }
    }

    /// Chains layers, working out every shape.
    ///
    /// - Throws: the first layer that does not fit, as its index and why.
    public init(input: Shape, layers: [(name: String, layer: OneOf<LayerFamily>)]) throws(Misfit) {
        try self.init(input: input, layers: layers.map { Entry(name: $0.name, layer: $0.layer) })
    }

    /// Joins layers, working out their order and every shape. The last one is the output.
    ///
    /// - Throws: the first layer that does not fit, as its index among `layers` and why.
    public init(input: Shape, layers entries: [Entry]) throws(Misfit) {
        if let error = Self.excess(input, in: "the input") { throw Misfit(index: -1, error: error) }
        let sources = try Self.sources(of: entries)
        let order: [Int]
        do throws(LayerGraph.Flaw) { order = try LayerGraph(sources).order } catch { throw Self.misfit(error, of: entries) }

        var places = [Int](repeating: -1, count: entries.count)
        for (place, index) in order.enumerated() { places[index] = place }
        var nodes: [LayerNode] = []
        for index in order {
            let entry = entries[index]
            let read = sources[index].map { $0 < 0 ? -1 : places[$0] }
            let inputs = read.map { $0 < 0 ? input : nodes[$0].output }
            do throws(ShapeError) {
                let output = try entry.layer.value.outputShape(joining: inputs)
                let node = LayerNode(name: entry.name, layer: entry.layer, sources: read, inputs: inputs, output: output)
                if let error = Self.excess(node) { throw error }
                nodes.append(node)
            } catch {
                throw Misfit(index: index, error: error)
            }
        }
        self.input = input
        self.layers = nodes
    }

    /// What each layer reads, by indices of the layers as written; -1 is the network's input.
    private static func sources(of entries: [Entry]) throws(Misfit) -> [[Int]] {
        var places: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            guard index < Limits.layers else {
                throw Misfit(index: index, error: ShapeError("a network of more than \(Limits.layers) layers"))
            }
            guard places.updateValue(index, forKey: entry.name) == nil else {
                throw Misfit(index: index, error: ShapeError("two layers are called \(entry.name)"))
            }
        }
        var result: [[Int]] = []
        for (index, entry) in entries.enumerated() {
            var read: [Int] = []
            for name in entry.inputs ?? [] {
                guard let source = places[name] ?? (name == inputName ? -1 : nil) else {
                    throw Misfit(index: index, error: ShapeError("\(entry.name) reads \(name), which is no layer"))
                }
                read.append(source)
            }
            guard entry.inputs?.isEmpty != true else {
                throw Misfit(index: index, error: ShapeError("\(entry.name) has no input"))
            }
            result.append(entry.inputs == nil ? [index - 1] : read)
        }
        return result
    }

    private static func misfit(_ flaw: LayerGraph.Flaw, of entries: [Entry]) -> Misfit {
        switch flaw {
        case .cycle(let layers):
            let names = (layers + layers.prefix(1)).map { entries[$0].name }
            return Misfit(
                index: layers.min() ?? 0,
                error: ShapeError(
                    "layers that wait for each other: \(names.joined(separator: " reads "))",
                    help: ["one of them must read another layer"]))
        case .unread(let index):
            return Misfit(
                index: index,
                error: ShapeError(
                    "nothing reads \(entries[index].name), and it is not the last layer",
                    help: ["name it among the `inputs` of a layer, or remove it"]))
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

    /// A layer that does not fit what it reads.
    public struct Misfit: Error, Hashable, Sendable {
        /// Which layer as written, from 0; -1 is the network's input itself.
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

    /// Whether each layer reads the one before it, and nothing else.
    public var isChain: Bool { layers.enumerated().allSatisfy { $1.sources == [$0 - 1] } }

    /// The layers that read each layer, ascending, one as often as it does so.
    public var readers: [[Int]] {
        var result = [[Int]](repeating: [], count: layers.count)
        for (index, node) in layers.enumerated() {
            for source in node.sources where source >= 0 { result[source].append(index) }
        }
        return result
    }

    /// What gives each input of a layer, by name; the network's input is ``inputName``.
    public func inputNames(of node: LayerNode) -> [String] {
        node.sources.map { layers.indices.contains($0) ? layers[$0].name : Self.inputName }
    }
}
