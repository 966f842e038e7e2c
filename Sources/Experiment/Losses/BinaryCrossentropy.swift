import Network

extension BinaryCrossentropy: Declared {
    static let declaration: Declaration<BinaryCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.BinaryCrossentropy", aliases: ["binary_crossentropy"], start: BinaryCrossentropy(),
        "Every output is a probability of its own."
    ) {
        Field(
            "from_logits", \.fromLogits, .boolean, "Whether the model leaves out its last sigmoid, which the loss then applies.")
        Field("label_smoothing", \.labelSmoothing, .number(.within(0...1)), "The share of each target that becomes 0.5.")
    }
}
