import Network

extension GlorotUniform: Declared {
    static let declaration: Declaration<GlorotUniform> = Declaration(
        kind: kind, keras: "keras.initializers.GlorotUniform", aliases: ["glorot_uniform"], start: GlorotUniform(),
        "Variance 2 / (inputs + outputs), evenly spread."
    )
}
