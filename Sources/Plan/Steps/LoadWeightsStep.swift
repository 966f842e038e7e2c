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
    /// The model's name.
    public var model: String
    /// Where weights come from.
    public var from: Source
    /// How tensors find their layers.
    public var by: Matching
    /// Creates the step.
    public init(model: String, from: Source, by: Matching = .order) {
        self.model = model
        self.from = from
        self.by = by
    }
}
