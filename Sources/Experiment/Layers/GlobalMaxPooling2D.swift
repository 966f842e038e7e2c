import Network

extension GlobalMaxPooling2D: Declared {
    static let declaration: Declaration<GlobalMaxPooling2D> = Declaration(
        kind: kind, keras: "keras.layers.GlobalMaxPooling2D", absent: LayerHints.absent, start: GlobalMaxPooling2D(),
        "Keeps the largest value of each channel over the whole image."
    ) {
        Field("keepdims", \.keepdims, .boolean, "Whether height and width remain, as 1.")
    }
}
