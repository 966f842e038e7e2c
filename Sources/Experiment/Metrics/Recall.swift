import Plan

extension Recall: Declared {
    static let declaration: Declaration<Recall> = Declaration(
        kind: kind, keras: "keras.metrics.Recall", aliases: ["recall"], bare: "thresholds", start: Recall(),
        "The share of positives that are decided so."
    ) {
        Field(
            "thresholds", \.thresholds, .optional(.thresholds), examples: [0.5, [0.3, 0.5, 0.7]],
            "What an output must exceed to be a positive decision; several give a value each. 0.5 where not written, none with top_k."
        )
        Field(
            "top_k", \.topK, .optional(.integer(1...)), "How many of a sample's largest outputs may be positive decisions.")
        Field("class_id", \.classId, .optional(.integer(0...)), "The output that counts; all where not written.")
    }
}
