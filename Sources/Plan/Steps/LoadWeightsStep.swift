/// Sets a model's weights.
public struct LoadWeightsStep: StepKind {
    /// The kind's name.
    public static let kind = "load_weights"
    /// Where weights come from.
    public enum Source: Codable, Hashable, Sendable {
        /// What a training of this plan left.
        case training(step: String, which: Which)
        /// A file; an absolute path.
        case file(path: String)
    }
    /// Which weights of a training.
    public enum Which: String, Codable, Sendable, CaseIterable {
        /// What the first ModelCheckpoint saved last.
        case best
        /// The model as it left the step.
        case last
    }
    /// How tensors find their layers.
    public enum Matching: String, Codable, Sendable, CaseIterable {
        /// Layers with weights, one after the other, as Keras does it.
        case order
        /// By the names of layer and parameter; what has no counterpart is left alone.
        case name
    }
    /// How a file lays out what it holds.
    public enum Layout: String, Codable, Sendable, CaseIterable {
        /// Convolutions (height, width, inputs, outputs), dense kernels (inputs, units), Keras's names of parameters.
        case keras
        /// Convolutions (outputs, inputs, height, width), dense kernels (units, inputs), channels first, PyTorch's names of parameters.
        case torch
    }
    /// A name of ours, and what the file calls it.
    public struct Counterpart: Codable, Hashable, Sendable {
        /// A layer, or a parameter as `layer/parameter`.
        public var ours: String
        /// The file's layer for a layer, its tensor for a parameter.
        public var theirs: String
        /// Creates a pair.
        public init(ours: String, theirs: String) {
            self.ours = ours
            self.theirs = theirs
        }
    }
    /// The model's name.
    public var model: String
    /// Where weights come from.
    public var from: Source
    /// How tensors find their layers.
    public var by: Matching
    /// By name: what the file calls layers and parameters that it calls otherwise; patterns are worked out.
    public var mapping: [Counterpart]
    /// How the file is laid out; nil is as it looks.
    public var layout: Layout?
    /// Whether parameters of another shape than theirs in the file stay as they are; else nothing is loaded.
    public var skipMismatched: Bool
    /// The names of the layers that are filled, in the network's order; nil is all.
    public var layers: [String]?
    /// Creates the step.
    public init(
        model: String, from: Source, by: Matching = .order, mapping: [Counterpart] = [], layout: Layout? = nil,
        skipMismatched: Bool = false, layers: [String]? = nil
    ) {
        self.model = model
        self.from = from
        self.by = by
        self.mapping = mapping
        self.layout = layout
        self.skipMismatched = skipMismatched
        self.layers = layers
    }
}
