import Network

extension GaussianNoise: Declared {
    static let declaration: Declaration<GaussianNoise> = Declaration(
        kind: kind, keras: "keras.layers.GaussianNoise", bare: "stddev", absent: LayerHints.absent,
        start: GaussianNoise(stddev: 0),
        "Adds noise of the normal distribution to every value while training."
    ) {
        Field("stddev", \.stddev, .number(.atLeast(0)), required: true, examples: [0.1], "The noise's standard deviation.")
    }
}
