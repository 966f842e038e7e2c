import Plan

extension F1Score: Declared {
    static let declaration: Declaration<F1Score> = Declaration(
        kind: kind, keras: "keras.metrics.F1Score", aliases: ["f1_score"], start: F1Score(),
        "The harmonic mean of precision and recall, of each output against its class."
    ) {
        Field("average", \.average, .choice(), "How the scores of the classes become one; none reports each.")
        Field(
            "threshold", \.threshold, .optional(.number(.between(0, 1))), examples: [0.5],
            "What an output must exceed to speak for its class; the largest output speaks where not written.")
    }
}
