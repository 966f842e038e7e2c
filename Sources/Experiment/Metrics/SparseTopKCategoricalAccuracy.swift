import Plan

extension SparseTopKCategoricalAccuracy: Declared {
    static let declaration: Declaration<SparseTopKCategoricalAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.SparseTopKCategoricalAccuracy", aliases: ["sparse_top_k_categorical_accuracy"],
        bare: "k",
        start: SparseTopKCategoricalAccuracy(),
        "The share of samples whose label is among the largest outputs, of labels that are class numbers."
    ) {
        Field("k", \.k, .integer(1...), "How many of the largest outputs count.")
    }
}
