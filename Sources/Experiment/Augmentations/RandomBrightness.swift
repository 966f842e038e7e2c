import Plan

extension RandomBrightness: Declared {
    static let declaration: Declaration<RandomBrightness> = Declaration(
        kind: kind, keras: "keras.layers.RandomBrightness", bare: "factor", start: RandomBrightness(factor: 0),
        "Makes an image brighter or darker."
    ) {
        Field(
            "factor", \.factor, .number(.within(0...1)), required: true, examples: [0.2],
            "The largest change, as a share of the range 0 to 255.")
    }
}
