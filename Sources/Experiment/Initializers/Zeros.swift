import Network

extension Zeros: Declared {
    static let declaration: Declaration<Zeros> = Declaration(
        kind: kind, keras: "keras.initializers.Zeros", aliases: ["zeros"], start: Zeros(), "Zeros everywhere."
    )
}
