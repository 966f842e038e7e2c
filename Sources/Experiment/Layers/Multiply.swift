import Network

extension Multiply: Declared {
    static let declaration: Declaration<Multiply> = Declaration(
        kind: kind, keras: "keras.layers.Multiply", absent: LayerHints.absent, start: Multiply(),
        "Multiplies its inputs, value by value.")
}
