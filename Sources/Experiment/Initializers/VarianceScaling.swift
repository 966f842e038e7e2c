import Network

extension VarianceScaling: Declared {
    static let declaration: Declaration<VarianceScaling> = Declaration(
        kind: kind, keras: "keras.initializers.VarianceScaling", aliases: ["variance_scaling"], start: VarianceScaling(),
        "Draws whose variance goes by the number of connections."
    ) {
        Field("scale", \.scale, .number(.above(0)), "The variance times the number of connections.")
        Field("mode", \.mode, .choice(), "Which connections count: inputs of a unit, its outputs, or the mean of both.")
        Field("distribution", \.distribution, .choice(), "How draws are spread.")
    }
}
