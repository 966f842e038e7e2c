import Plan

extension CategoricalAccuracy: Declared {
    static let declaration: Declaration<CategoricalAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.CategoricalAccuracy", aliases: ["categorical_accuracy"], start: CategoricalAccuracy(),
        "The share of samples whose largest output is the label's.")
}
