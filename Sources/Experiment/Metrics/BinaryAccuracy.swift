import Plan

extension BinaryAccuracy: Declared {
    static let declaration: Declaration<BinaryAccuracy> = Declaration(
        kind: kind, keras: "keras.metrics.BinaryAccuracy", aliases: ["binary_accuracy"], start: BinaryAccuracy(),
        "The share of outputs on the right side of 0.5.")
}
