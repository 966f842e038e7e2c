import Network

extension BinaryCrossentropy: Declared {
    static let declaration: Declaration<BinaryCrossentropy> = Declaration(
        kind: kind, keras: "keras.losses.BinaryCrossentropy", aliases: ["binary_crossentropy"], start: BinaryCrossentropy(),
        "Every output is a probability of its own.")
}
