import Network

extension MaxPooling2D: Declared {
    static let declaration: Declaration<MaxPooling2D> = Declaration(
        kind: kind, keras: "keras.layers.MaxPooling2D", bare: "pool_size", absent: LayerHints.absent, start: MaxPooling2D(),
        "Keeps the largest value in each window."
    ) {
        Field(
            "pool_size", \.poolSize, .oneOrPair(1...Limits.window), examples: [2],
            "Height and width of the window, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window), otherwise: \.poolSize,
            "Vertical and horizontal step, in pixels; the pool size where not written.")
        Field("padding", \.padding, .choice(), "Whether windows may reach beyond the border (same) or not (valid).")
    }
}
