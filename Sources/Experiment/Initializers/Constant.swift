import Network

extension Constant: Declared {
    static let declaration: Declaration<Constant> = Declaration(
        kind: kind, keras: "keras.initializers.Constant", aliases: ["constant"], bare: "value", start: Constant(),
        "One number everywhere."
    ) {
        Field("value", \.value, .number(), examples: [0.1], "The number.")
    }
}
