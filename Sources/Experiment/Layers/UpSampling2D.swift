import Network

extension UpSampling2D: Declared {
    static let declaration: Declaration<UpSampling2D> = Declaration(
        kind: kind, keras: "keras.layers.UpSampling2D", bare: "size", absent: LayerHints.absent, start: UpSampling2D(),
        "Enlarges an image."
    ) {
        Field(
            "size", \.size, .oneOrPair(1...Limits.window), examples: [2], "Vertical and horizontal factor; one number for both.")
        Field(
            "interpolation", \.interpolation, .choice(),
            "Whether a pixel becomes a rectangle (nearest), or values lie between pixels (bilinear).")
    }
}
