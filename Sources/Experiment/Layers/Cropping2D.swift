import Network

extension Cropping2D: Declared {
    static let declaration: Declaration<Cropping2D> = Declaration(
        kind: kind, keras: "keras.layers.Cropping2D", bare: "cropping", absent: LayerHints.absent, start: Cropping2D(),
        "Takes rows and columns away at the border of an image."
    ) {
        Field(
            "cropping", \.cropping, .border(0...Limits.window), examples: [1, [[0, 1], [0, 1]]],
            "How many: one number for all sides, (vertical, horizontal), or [[top, bottom], [left, right]].")
    }
}
