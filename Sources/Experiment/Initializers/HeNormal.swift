import Network

extension HeNormal: Declared {
    static let declaration: Declaration<HeNormal> = Declaration(
        kind: kind, keras: "keras.initializers.HeNormal", aliases: ["he_normal"], start: HeNormal(),
        "Variance 2 / inputs, from the bell curve."
    )
}
