import Plan

extension RandomRotation: Declared {
    static let declaration: Declaration<RandomRotation> = Declaration(
        kind: kind, keras: "keras.layers.RandomRotation", bare: "degrees",
        absent: ["factor": "Keras's factor is a share of a full turn; write `degrees` instead, 360 times as much"],
        start: RandomRotation(degrees: 0), "Turns an image about its centre."
    ) {
        Field("degrees", \.degrees, .number(.within(0...180)), required: true, examples: [10], "The largest angle, in degrees.")
        Field("fill_mode", \.fillMode, .choice(), "What lies outside the image.")
        Field("fill_value", \.fillValue, .number(), "The value outside, for the fill mode `constant`.")
    }
}
