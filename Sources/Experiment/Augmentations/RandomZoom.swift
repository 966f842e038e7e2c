import Plan

extension RandomZoom: Declared {
    static let declaration: Declaration<RandomZoom> = Declaration(
        kind: kind, keras: "keras.layers.RandomZoom", bare: "range",
        absent: [
            "height_factor": "it is called `range`, one for both axes", "width_factor": "it is called `range`, one for both axes",
        ], start: RandomZoom(range: 0), "Scales an image about its centre."
    ) {
        Field(
            "range", \.range, .number(.within(0..<1)), required: true, examples: [0.1],
            "The largest change: 0.1 is 10 % either way.")
        Field("fill_mode", \.fillMode, .choice(), "What lies outside the image.")
        Field("fill_value", \.fillValue, .number(), "The value outside, for the fill mode `constant`.")
    }
}
