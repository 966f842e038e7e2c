import Network

extension BinaryFocalCrossentropy: Declared {
    static let declaration: Declaration<BinaryFocalCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.BinaryFocalCrossentropy", aliases: ["binary_focal_crossentropy"],
        start: BinaryFocalCrossentropy(),
        "BinaryCrossentropy that counts what is right already for less."
    ) {
        Field(
            "apply_class_balancing", \.applyClassBalancing, .boolean,
            "Whether class 1 is weighed by `alpha`, class 0 by the rest of 1.")
        Field("alpha", \.alpha, .number(.atLeast(0)), "The weight of class 1.")
        Field(
            "gamma", \.gamma, .number(.atLeast(0)),
            "How much less a sample counts that is right already; 0 makes it count in full.")
        Field(
            "from_logits", \.fromLogits, .boolean, "Whether the model leaves out its last sigmoid, which the loss then applies.")
        Field("label_smoothing", \.labelSmoothing, .number(.within(0...1)), "The share of each target that becomes 0.5.")
    }
}
