import Network

extension Softmax: Declared {
    static let declaration: Declaration<Softmax> = Declaration(
        kind: kind, keras: "keras.layers.Softmax", absent: LayerHints.absent + LayerHints.axis, start: Softmax(),
        "Makes shares that add up to 1 of the values along the last axis.")
}
