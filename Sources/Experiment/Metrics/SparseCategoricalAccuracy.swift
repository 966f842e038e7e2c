import Plan

extension SparseCategoricalAccuracy: Declared {
    static let declaration: Declaration<SparseCategoricalAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.SparseCategoricalAccuracy", aliases: ["sparse_categorical_accuracy"],
        start: SparseCategoricalAccuracy(), "The share of samples whose largest output is the label's, a class number.")
}
