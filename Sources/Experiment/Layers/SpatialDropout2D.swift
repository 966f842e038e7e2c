import Network

extension SpatialDropout2D: Declared {
    static let declaration: Declaration<SpatialDropout2D> = Declaration(
        kind: kind, keras: "keras.layers.SpatialDropout2D", bare: "rate", absent: LayerHints.absent,
        start: SpatialDropout2D(rate: 0),
        "Drops whole channels at random while training."
    ) {
        Field(
            "rate", \.rate, .number(.within(0..<1)), required: true, examples: [0.2, "20%"],
            "The share of channels dropped, from 0 to below 1.")
    }
}
