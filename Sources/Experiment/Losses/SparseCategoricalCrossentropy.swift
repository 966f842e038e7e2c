import Network

extension SparseCategoricalCrossentropy: Declared {
    static let declaration: Declaration<SparseCategoricalCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.SparseCategoricalCrossentropy", aliases: ["sparse_categorical_crossentropy"],
        start: SparseCategoricalCrossentropy(),
        "The same as CategoricalCrossentropy, with class numbers for targets."
    ) {
        Field(
            "from_logits", \.fromLogits, .boolean, "Whether the model leaves out its last softmax, which the loss then applies.")
    }
}
