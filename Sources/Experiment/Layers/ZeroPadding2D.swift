import Network

extension ZeroPadding2D: Declared {
    static let declaration: Declaration<ZeroPadding2D> = Declaration(
        kind: kind, keras: "keras.layers.ZeroPadding2D", bare: "padding", absent: LayerHints.absent, start: ZeroPadding2D(),
        "Puts rows and columns of zeros around an image."
    ) {
        Field(
            "padding", \.padding, .border(0...Limits.window), examples: [1, [[0, 1], [0, 1]]],
            "How many: one number for all sides, (vertical, horizontal), or [[top, bottom], [left, right]].")
    }
}
