import Network

extension Dropout: Declared {
    static let declaration: Declaration<Dropout> = Declaration(
        kind: kind, keras: "keras.layers.Dropout", bare: "rate", absent: LayerHints.absent, start: Dropout(rate: 0),
        "Drops values at random while training."
    ) {
        Field(
            "rate", \.rate, .number(.within(0..<1)), required: true, examples: [0.2, "20%"],
            "The share of values dropped, from 0 to below 1.")
        Field(
            "noise_shape", \.noiseShape, .some(.list(of: .integer(1...Int(Int32.max)), atLeast: 1)), examples: [[1, 1, 1]],
            "The extents of what is drawn for a sample, each the input's or 1, where values share their fate; without it, each has its own."
        )
    }
}
