/// Arguments that Keras's layers have and this language says elsewhere.
enum LayerHints {
    static let absent = [
        "input_shape": "the `input` of a model gives the shape of its input", "trainable": "a `freeze` step says what is trained",
    ]

    /// For layers that work along the last axis alone.
    static let axis = ["axis": "it is always the last axis, which is Keras's default"]
}

extension [String: String] {
    /// Hints and more hints.
    static func + (some: Self, others: Self) -> Self { some.merging(others) { first, _ in first } }
}
