import Network

extension Reshape: Declared {
    static let declaration: Declaration<Reshape> = Declaration(
        kind: kind, keras: "keras.layers.Reshape", bare: "target_shape", absent: LayerHints.absent,
        start: Reshape(targetShape: [-1]),
        "Gives the same values, in their order, other extents."
    ) {
        Field(
            "target_shape", \.targetShape, .list(of: .integer(-1...Int(Int32.max)), atLeast: 1), required: true,
            examples: [[1, 1, 32], [-1]], "The extents of an output sample; one of them may be -1: what remains.")
    }
}
