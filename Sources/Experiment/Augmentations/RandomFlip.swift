import Plan

extension RandomFlip: Declared {
    static let declaration: Declaration<RandomFlip> = Declaration(
        kind: kind, keras: "keras.layers.RandomFlip", bare: "mode", start: RandomFlip(), "Mirrors half of the images."
    ) {
        Field("mode", \.mode, .choice(), "Which ways; with both, each by its own draw.")
    }
}
