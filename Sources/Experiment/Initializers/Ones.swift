import Network

extension Ones: Declared {
    static let declaration: Declaration<Ones> = Declaration(
        kind: kind, keras: "keras.initializers.Ones", aliases: ["ones"], start: Ones(), "Ones everywhere."
    )
}
