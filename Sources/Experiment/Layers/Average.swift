import Network

extension Average: Declared {
    static let declaration: Declaration<Average> = Declaration(
        kind: kind, keras: "keras.layers.Average", absent: LayerHints.absent, start: Average(),
        "Averages its inputs, value by value.")
}
