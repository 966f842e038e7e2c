import Network

extension GroupNormalization: Declared {
    static let declaration: Declaration<GroupNormalization> = Declaration(
        kind: kind, keras: "keras.layers.GroupNormalization", bare: "groups", absent: LayerHints.absent + LayerHints.axis,
        start: GroupNormalization(), "Normalizes groups of channels of each sample by their mean and variance."
    ) {
        Field(
            "groups", \.groups, .integer(-1...Int(Int32.max)), examples: [32],
            "How many groups the channels are divided into; -1 for a group of each channel.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What is added to the variance.")
        Field("center", \.center, .boolean, "Whether beta is added.")
        Field("scale", \.scale, .boolean, "Whether gamma multiplies.")
    }
}
