import Plan

extension Precision: Declared {
    static let declaration: Declaration<Precision> = Declaration(
        kind: kind, keras: "keras.metrics.Precision", aliases: ["precision"], bare: "thresholds", start: Precision(),
        "The share of positive decisions that are right."
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

extension ValueType<[Double]> {
    /// One threshold, or a list of them.
    static let thresholds: Self = ValueType<[Located<Double>]>.oneOrList(of: .number(.within(0...1)), atLeast: 1)
        .map({ $0.map(\.wrappedValue) }, json: { .array($0.map(JSON.number)) })
}
