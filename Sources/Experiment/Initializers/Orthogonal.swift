import Network

extension Orthogonal: Declared {
    static let declaration: Declaration<Orthogonal> = Declaration(
        kind: kind, keras: "keras.initializers.Orthogonal", aliases: ["orthogonal"], start: Orthogonal(),
        "Directions at right angles to each other."
    ) {
        Field("gain", \.gain, .number(), "Their length.")
    }
}
