import Network

extension ELU: Declared {
    static let declaration: Declaration<ELU> = Declaration(
        kind: kind, keras: "keras.layers.ELU", bare: "alpha", absent: LayerHints.absent, start: ELU(),
        "Lets what is negative approach a bound."
    ) {
        Field("alpha", \.alpha, .number(.atLeast(0)), examples: [1], "What a value far below 0 comes to, but for the sign.")
    }
}
