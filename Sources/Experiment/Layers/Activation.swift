import Network

extension Activation: Declared {
    static let declaration: Declaration<Activation> = Declaration(
        kind: kind, keras: "keras.layers.Activation", bare: "activation", absent: LayerHints.absent, start: Activation(.linear),
        "Applies a function to every value."
    ) {
        Field("activation", \.activation, .choice(), required: true, "The function.")
    }
}
