import Network

extension GlorotNormal: Declared {
    static let declaration: Declaration<GlorotNormal> = Declaration(
        kind: kind, keras: "keras.initializers.GlorotNormal", aliases: ["glorot_normal"], start: GlorotNormal(),
        "Variance 2 / (inputs + outputs), from the bell curve."
    )
}
