import Network

extension Add: Declared {
    static let declaration: Declaration<Add> = Declaration(
        kind: kind, keras: "keras.layers.Add", absent: LayerHints.absent, start: Add(),
        "Adds its inputs, value by value.")
}
