import Network

extension LeakyReLU: Declared {
    static let declaration: Declaration<LeakyReLU> = Declaration(
        kind: kind, keras: "keras.layers.LeakyReLU", bare: "negative_slope", absent: LayerHints.absent, start: LeakyReLU(),
        "Multiplies what is negative by a small number."
    ) {
        Field("negative_slope", \.negativeSlope, .number(.atLeast(0)), formerly: ["alpha"], examples: [0.3], "The slope below 0.")
    }
}
