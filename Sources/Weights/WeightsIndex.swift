import Network

/// What a weights file holds, without the values: enough to know what would be loaded.
public struct WeightsIndex: Hashable, Sendable {
    /// A tensor.
    public struct Tensor: Hashable, Sendable {
        /// Its name in the file.
        public var name: String
        /// Its extents, outermost first.
        public var shape: [Int]
    }

    /// A layer with weights.
    struct Layer: Hashable, Sendable {
        var name: String
        /// Where Keras 3 looks for it; see ``WeightsFile/Layer/path``.
        var path: String?
        /// The indices of its tensors, in the layer's order of weights.
        var tensors: [Int]
    }

    /// How the file is laid out.
    public var format: WeightsFile.Format
    /// The tensors, in the order of the file.
    public var tensors: [Tensor]
    /// The layers with weights, where the file tells their order.
    var layers: [Layer]?
    /// See ``WeightsFile/flattensChannelsFirst``.
    var flattensChannelsFirst: Bool
    /// Whether it looks like the state of a PyTorch model.
    var looksLikeTorch: Bool

    /// A file without its values.
    public init(_ file: WeightsFile) {
        format = file.format
        tensors = file.tensors.map { Tensor(name: $0.name, shape: $0.tensor.shape) }
        let places = Dictionary(file.tensors.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        layers = file.layers?.map { layer in
            Layer(name: layer.name, path: layer.path, tensors: layer.tensors.compactMap { places[$0.name] })
        }
        flattensChannelsFirst = file.flattensChannelsFirst
        looksLikeTorch =
            file.format == .safetensors && file.layers == nil
            && (file.metadata["format"] == "pt" || TorchLayout.names(tensors.map(\.name)))
    }

    /// What a file of ours would hold of a network.
    public init(of network: NetworkDefinition) {
        format = .safetensors
        tensors = network.parameters.map { Tensor(name: $0.name, shape: $0.parameter.shape) }
        var layers: [Layer] = []
        var next = 0
        for node in network.layers where !node.parameters.isEmpty {
            let end = next + node.parameters.count
            layers.append(Layer(name: node.name, tensors: Array(next..<end)))
            next = end
        }
        self.layers = layers
        flattensChannelsFirst = false
        looksLikeTorch = false
    }
}
