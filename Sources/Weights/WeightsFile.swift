import Network

/// What a weights file holds, whatever its format: the one value that loading works on.
public struct WeightsFile: Hashable, Sendable {
    /// A tensor under its name.
    public struct Entry: Hashable, Sendable {
        /// Its name in the file; unique there.
        public var name: String
        /// Its values, converted to floats.
        public var tensor: Tensor

        /// Creates an entry.
        public init(name: String, tensor: Tensor) {
            self.name = name
            self.tensor = tensor
        }
    }

    /// A layer with weights.
    public struct Layer: Hashable, Sendable {
        /// The layer's own name: `conv2d_7`, `block1_conv1`.
        public var name: String
        /// Where Keras 3 looks for it in a `.weights.h5`: its class in snake case with a running number (`conv2d`, `conv2d_1`). Nil in
        /// formats where a layer's position counts.
        public var path: String?
        /// Its tensors in the layer's order of weights (kernel, bias; gamma, beta, moving mean, moving variance). Each is one of the file's.
        public var tensors: [Entry]

        /// Creates a layer.
        public init(name: String, path: String? = nil, tensors: [Entry]) {
            self.name = name
            self.path = path
            self.tensors = tensors
        }
    }

    /// How a file is laid out.
    public enum Format: String, Codable, Hashable, Sendable, CaseIterable {
        /// The safetensors format.
        case safetensors
        /// HDF5 as Keras 1 and 2 wrote it, and Keras 3 under `.h5`: `layer_names` and `weight_names`.
        case kerasLegacy = "keras-legacy-h5"
        /// HDF5 as Keras 3 writes it under `.weights.h5`: `layers/conv2d_1/vars/0`.
        case kerasWeights = "keras-weights-h5"
        /// A `.keras` archive: a configuration and a `model.weights.h5`.
        case kerasArchive = "keras-archive"
    }

    /// How it is laid out.
    public var format: Format
    /// The file's own words about itself.
    public var metadata: [String: String]
    /// The tensors, in the order of the file.
    public var tensors: [Entry]
    /// The layers with weights, in the order of the model that was saved, where the file tells it. They account for every tensor that is a
    /// model's weight.
    public var layers: [Layer]?
    /// Whether the rows of a Dense behind a Flatten count channels first (channel, row, column): so in a Keras model whose convolutions
    /// are `channels_first` and whose Flatten does not itself move the channels to the end (`data_format: channels_first` does).
    public var flattensChannelsFirst: Bool

    /// Creates contents.
    public init(
        format: Format, metadata: [String: String] = [:], tensors: [Entry], layers: [Layer]? = nil,
        flattensChannelsFirst: Bool = false
    ) {
        self.format = format
        self.metadata = metadata
        self.tensors = tensors
        self.layers = layers
        self.flattensChannelsFirst = flattensChannelsFirst
    }
}
