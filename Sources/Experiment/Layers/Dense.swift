import Network

extension Dense: Declared {
    static let declaration: Declaration<Dense> = Declaration(
        kind: kind, keras: "keras.layers.Dense", absent: LayerHints.absent, start: Dense(units: 1),
        "Connects every input with every output."
    ) {
        Field("units", \.units, .integer(1...), required: true, examples: [128], "The number of outputs.")
        Field("activation", \.activation, .choice(), "The function applied to the sum.")
        Field("use_bias", \.useBias, .boolean, "Whether a bias is added.")
        Field.initializer("kernel", \.kernelInitializer, usual: GlorotUniform())
        Field.initializer("bias", \.biasInitializer, usual: Zeros())
        Field.regularizer("kernel", \.kernelRegularizer)
        Field.regularizer("bias", \.biasRegularizer)
    }
}
