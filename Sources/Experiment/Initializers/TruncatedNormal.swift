import Network

extension TruncatedNormal: Declared {
    static let declaration: Declaration<TruncatedNormal> = Declaration(
        kind: kind, keras: "keras.initializers.TruncatedNormal", aliases: ["truncated_normal"], start: TruncatedNormal(),
        "Draws from the bell curve, none further than two deviations from its middle."
    ) {
        Field("mean", \.mean, .number(), "The middle.")
        Field("stddev", \.stddev, .number(.atLeast(0)), "The standard deviation.")
    }
}
