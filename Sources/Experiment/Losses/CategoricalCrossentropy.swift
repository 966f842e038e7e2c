import Network

extension CategoricalCrossentropy: Declared {
    static let declaration: Declaration<CategoricalCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.CategoricalCrossentropy", aliases: ["categorical_crossentropy"],
        start: CategoricalCrossentropy(), "The outputs together are a distribution over the classes.")
}
