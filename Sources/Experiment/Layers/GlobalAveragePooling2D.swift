import Network

extension GlobalAveragePooling2D: Declared {
    static let declaration: Declaration<GlobalAveragePooling2D> = Declaration(
        kind: kind, keras: "keras.layers.GlobalAveragePooling2D", absent: LayerHints.absent, start: GlobalAveragePooling2D(),
        "Takes the mean of each channel over the whole image."
    ) {
        Field("keepdims", \.keepdims, .boolean, "Whether height and width remain, as 1.")
    }
}
