import Network

extension LayerNormalization: Declared {
    static let declaration: Declaration<LayerNormalization> = Declaration(
        kind: kind, keras: "keras.layers.LayerNormalization",
        absent: LayerHints.absent + LayerHints.axis
            + ["rms_scaling": "Keras itself warns of it: it divides by the deviation, not by the root mean square"],
        start: LayerNormalization(), "Normalizes the channels of each place by their mean and variance."
    ) {
        Field("epsilon", \.epsilon, .number(.above(0)), "What is added to the variance.")
        Field("center", \.center, .boolean, "Whether beta is added.")
        Field("scale", \.scale, .boolean, "Whether gamma multiplies.")
    }
}
