import Network

extension Flatten: Declared {
    static let declaration: Declaration<Flatten> = Declaration(
        kind: kind, keras: "keras.layers.Flatten", absent: LayerHints.absent, start: Flatten(),
        "Puts all values of a sample in one row.")
}
