import Network

extension Maximum: Declared {
    static let declaration: Declaration<Maximum> = Declaration(
        kind: kind, keras: "keras.layers.Maximum", absent: LayerHints.absent, start: Maximum(),
        "Takes the largest of its inputs, value by value.")
}
