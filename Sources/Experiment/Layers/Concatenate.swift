import Network

extension Concatenate: Declared {
    static let declaration: Declaration<Concatenate> = Declaration(
        kind: kind, keras: "keras.layers.Concatenate",
        absent: LayerHints.absent.merging(["axis": "images lie channels last here, and channels are what is joined"]) { $1 },
        start: Concatenate(), "Puts the channels of its inputs one after the other.")
}
