import Network

extension HeUniform: Declared {
    static let declaration: Declaration<HeUniform> = Declaration(
        kind: kind, keras: "keras.initializers.HeUniform", aliases: ["he_uniform"], start: HeUniform(),
        "Variance 2 / inputs, evenly spread."
    )
}
