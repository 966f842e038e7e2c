/// An architecture as written, with every `repeat` written out.
public struct ModelSpec: Sendable {
    /// Height, width and channels of one input sample.
    @Located public var input: [Int] = []
    /// The layers from input to output.
    @Located public var layers: [LayerSpec] = []
}

extension ModelSpec: Declared {
    static let declaration: Declaration<ModelSpec> = Declaration(
        thing: "a model", start: ModelSpec(), "An architecture: the shape of its input, and its layers in order."
    ) {
        Field(
            "input", \.$input, .tuple(of: .integer(1...16384), count: 3, noun: "three whole numbers: height, width, channels"),
            required: true, formerly: ["input_shape"], examples: [[150, 150, 3]],
            "Height and width in pixels and the number of channels of one image.")
        Field("layers", \.$layers, .layers, required: true, "The layers from input to output.")
    }
}
