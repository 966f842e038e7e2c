import Network

extension ReLU: Declared {
    static let declaration: Declaration<ReLU> = Declaration(
        kind: kind, keras: "keras.layers.ReLU", bare: "max_value", absent: LayerHints.absent, start: ReLU(),
        "Keeps what lies above a threshold, up to a largest value."
    ) {
        Field(
            "max_value", \.maxValue, .optional(.number(.atLeast(0))), examples: [6],
            "The largest value that comes out; none where not written.")
        Field("negative_slope", \.negativeSlope, .number(.atLeast(0)), "The slope below the threshold.")
        Field("threshold", \.threshold, .number(.atLeast(0)), "What a value must exceed to be kept.")
    }
}
