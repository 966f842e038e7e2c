import Plan

extension RandomTranslation: Declared {
    static let declaration: Declaration<RandomTranslation> = Declaration(
        kind: kind, keras: "keras.layers.RandomTranslation",
        absent: ["height_factor": "it is called `height`", "width_factor": "it is called `width`"],
        start: RandomTranslation(height: 0, width: 0), "Moves an image."
    ) {
        Field(
            "height", \.height, .number(.within(0...1)), required: true, examples: [0.1],
            "The largest vertical move, as a share of the height.")
        Field(
            "width", \.width, .number(.within(0...1)), required: true, examples: [0.1],
            "The largest horizontal move, as a share of the width.")
        Field("fill_mode", \.fillMode, .choice(), "What lies outside the image.")
        Field("fill_value", \.fillValue, .number(), "The value outside, for the fill mode `constant`.")
    }
}
