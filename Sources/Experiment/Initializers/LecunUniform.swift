import Network

extension LecunUniform: Declared {
    static let declaration: Declaration<LecunUniform> = Declaration(
        kind: kind, keras: "keras.initializers.LecunUniform", aliases: ["lecun_uniform"], start: LecunUniform(),
        "Variance 1 / inputs, evenly spread."
    )
}
