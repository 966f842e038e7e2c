import Plan

extension BinaryAccuracy: Declared {
    static let declaration: Declaration<BinaryAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.BinaryAccuracy", aliases: ["binary_accuracy"], bare: "threshold",
        start: BinaryAccuracy(), "The share of outputs on the right side of a threshold."
    ) {
        Field(
            "threshold", \.usualThreshold, .number(.between(0, 1)), examples: [0.6],
            "What an output must exceed to speak for its class.")
    }

    /// The threshold with its usual value written out.
    private var usualThreshold: Double {
        get { threshold ?? 0.5 }
        set { threshold = newValue == 0.5 ? nil : newValue }
    }
}
