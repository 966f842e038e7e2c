import Plan

extension Rescale: Declared {
    static let declaration: Declaration<Rescale> = Declaration(
        kind: kind, keras: "keras.layers.Rescaling", bare: "scale", start: Rescale(scale: 1), "Multiplies every value, and adds."
    ) {
        Field("scale", \.scale, .number(), required: true, examples: ["1/255"], "The factor.")
        Field("offset", \.offset, .number(), "What is added after multiplying.")
    }
}
