import Network

extension Rescaling: Declared {
    static let declaration: Declaration<Rescaling> = Declaration(
        kind: kind, keras: "keras.layers.Rescaling", bare: "scale", absent: LayerHints.absent, start: Rescaling(scale: [1]),
        "Multiplies every value, and adds to it."
    ) {
        Field(
            "scale", \.scale, .oneOrEach(), required: true, examples: ["1/255"],
            "The factor; one number, or one for each channel.")
        Field("offset", \.offset, .oneOrEach(), examples: [-1], "What is added then; one number, or one for each channel.")
    }
}
