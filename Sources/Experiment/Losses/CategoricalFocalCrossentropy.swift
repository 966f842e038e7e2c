import Network

extension CategoricalFocalCrossentropy: Declared {
    static let declaration: Declaration<CategoricalFocalCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.CategoricalFocalCrossentropy", aliases: ["categorical_focal_crossentropy"],
        start: CategoricalFocalCrossentropy(),
        "CategoricalCrossentropy that counts what is right already for less."
    ) {
        Field("alpha", \.alpha, .number(.atLeast(0)), "What the loss is multiplied by.")
        Field(
            "gamma", \.gamma, .number(.atLeast(0)),
            "How much less a sample counts that is right already; 0 makes it count in full.")
        Field(
            "from_logits", \.fromLogits, .boolean, "Whether the model leaves out its last softmax, which the loss then applies.")
        Field(
            "label_smoothing", \.labelSmoothing, .number(.within(0...1)),
            "The share of a target that is spread evenly over the classes.")
    }
}
