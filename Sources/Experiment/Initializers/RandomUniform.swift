import Network

extension RandomUniform: Declared {
    static let declaration: Declaration<RandomUniform> = Declaration(
        kind: kind, keras: "keras.initializers.RandomUniform", aliases: ["random_uniform"], start: RandomUniform(),
        "Evenly between two numbers."
    ) {
        Field("minval", \.minval, .number(), "The least value.")
        Field("maxval", \.maxval, .number(), "The largest value.")
    }
}
