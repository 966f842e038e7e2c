import Network

extension RandomNormal: Declared {
    static let declaration: Declaration<RandomNormal> = Declaration(
        kind: kind, keras: "keras.initializers.RandomNormal", aliases: ["random_normal"], start: RandomNormal(),
        "Draws from the bell curve."
    ) {
        Field("mean", \.mean, .number(), "The middle.")
        Field("stddev", \.stddev, .number(.atLeast(0)), "The standard deviation.")
    }
}
