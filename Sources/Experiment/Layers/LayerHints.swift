/// Arguments that Keras's layers have and this language says elsewhere.
enum LayerHints {
    static let absent = [
        "input_shape": "the `input` of a model gives the shape of its input", "trainable": "a `freeze` step says what is trained",
    ]
}
