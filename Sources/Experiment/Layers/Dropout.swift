import Network

extension Dropout: Declared {
    static let declaration: Declaration<Dropout> = Declaration(
        kind: kind, keras: "keras.layers.Dropout", bare: "rate", absent: LayerHints.absent, start: Dropout(rate: 0),
        "Drops values at random while training."
    ) {
        Field(
            "rate", \.rate, .number(.within(0..<1)), required: true, examples: [0.2, "20%"],
            "The share of values dropped, from 0 to below 1.")
    }
}
