/// An architecture as written, with every `repeat`, `parallel` and block written out.
public struct ModelSpec: Sendable {
    /// Height, width and channels of one input sample.
    @Located public var input: [Int] = []
    /// The layers as written; the last one gives the output.
    @Located public var layers: [LayerSpec] = []
    /// Parameters that have no value here: only a use in another model can give them one.
    public var missing: [String] = []
}

extension ModelSpec: Declared {
    static let declaration: Declaration<ModelSpec> = Declaration(
        thing: "a model", start: ModelSpec(), "An architecture: the shape of its input, and its layers in order."
    ) {
        Field(
            "input", \.$input, .tuple(of: .integer(1...16384), count: 3, noun: "three whole numbers: height, width, channels"),
            required: true, formerly: ["input_shape"], examples: [[150, 150, 3]],
            "Height and width in pixels and the number of channels of one image.")
        Field(
            "parameters", readElsewhere: { ValueType<[LayerParameter]>.layerParameters.schema(&$0) },
            "Names that `${…}` stands for in this model, each with its default; a use in another model may give others.")
        Field("blocks", readElsewhere: { ValueType<[Named<Block>]>.blocks.schema(&$0) }, "Blocks that this model alone uses.")
        Field("layers", \.$layers, .layers, required: true, "The layers, the last of which gives the output.")
    }
}
