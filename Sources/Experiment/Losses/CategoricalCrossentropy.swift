import Network

extension CategoricalCrossentropy: Declared {
    static let declaration: Declaration<CategoricalCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.CategoricalCrossentropy", aliases: ["categorical_crossentropy"],
        start: CategoricalCrossentropy(),
        "The outputs together are a distribution over the classes."
    ) {
        Field(
            "from_logits", \.fromLogits, .boolean, "Whether the model leaves out its last softmax, which the loss then applies.")
        Field(
            "label_smoothing", \.labelSmoothing, .number(.within(0...1)),
            "The share of a target that is spread evenly over the classes.")
    }
}
