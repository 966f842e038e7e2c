import Diagnostics
import Network

/// One layer of a model, or a model used as one, as it was written.
///
/// Every `repeat`, `parallel` and block is written out; where the layer reads from is said for each.
public struct LayerSpec: Sendable {
    /// What stands in the layer's place.
    public enum Content: Sendable {
        /// A layer.
        case layer(OneOf<LayerFamily>)
        /// All layers of another model.
        case model(ModelUse)
    }

    /// Where a layer reads from.
    public enum Input: Sendable {
        /// The input of the model.
        case model
        /// What stands at an index of the model's list.
        case entry(Int)
        /// A layer of the model by its name, or `input`.
        case named(Located<String>)
    }

    /// What it is, with its places.
    public var written: Written<Content>
    /// Where it reads from, in order; at least one place.
    public var inputs: [Input]
    /// The blocks of this model that it comes from, outermost first.
    public var uses: [LayerUse]

    /// Creates a layer.
    public init(_ written: Written<Content>, inputs: [Input], uses: [LayerUse] = []) {
        self.written = written
        self.inputs = inputs
        self.uses = uses
    }

    /// The layer; nil for a model.
    public var layer: OneOf<LayerFamily>? {
        if case .layer(let layer) = written.value { layer } else { nil }
    }
}

/// A block or a model used as a layer: what is used, where, and under which name.
public struct LayerUse: Hashable, Sendable {
    /// Whether a model is used rather than a block.
    public var isModel: Bool
    /// The name of the block or model.
    public var of: String
    /// Where it is used.
    public var place: Place
    /// Where the block or model is defined.
    var definition: SourcePosition
    /// The name that the use gives.
    public var name: String?
}

/// A model used as a layer of another one.
public struct ModelUse: Sendable {
    /// Which model, and where.
    public var use: LayerUse
    /// The model, with the parameters that the use gives.
    public var spec: ModelSpec
    /// The layer whose output is that of the use; nil for the last one.
    public var until: Located<String>?
}
