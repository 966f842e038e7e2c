import Plan

extension TopKCategoricalAccuracy: Declared {
    static let declaration: Declaration<TopKCategoricalAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.TopKCategoricalAccuracy", aliases: ["top_k_categorical_accuracy"], bare: "k",
        start: TopKCategoricalAccuracy(), "The share of samples whose label is among the largest outputs."
    ) {
        Field("k", \.k, .integer(1...), "How many of the largest outputs count.")
    }
}
