import Network

extension AveragePooling2D: Declared {
    static let declaration: Declaration<AveragePooling2D> = Declaration(
        kind: kind, keras: "keras.layers.AveragePooling2D", bare: "pool_size", absent: LayerHints.absent,
        start: AveragePooling2D(),
        "Takes the mean of each window; what lies beyond the border does not count."
    ) {
        Field(
            "pool_size", \.poolSize, .oneOrPair(1...Limits.window), required: true, examples: [2],
            "Height and width of the window, in pixels; one number for both.")
        Field(
            "strides", \.strides, .oneOrPair(1...Limits.window), otherwise: \.poolSize,
            "Vertical and horizontal step, in pixels; the pool size where not written.")
        Field("padding", \.padding, .choice(), "Whether windows may reach beyond the border (same) or not (valid).")
    }
}
