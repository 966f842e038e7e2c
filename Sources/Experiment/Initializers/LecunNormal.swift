import Network

extension LecunNormal: Declared {
    static let declaration: Declaration<LecunNormal> = Declaration(
        kind: kind, keras: "keras.initializers.LecunNormal", aliases: ["lecun_normal"], start: LecunNormal(),
        "Variance 1 / inputs, from the bell curve."
    )
}
