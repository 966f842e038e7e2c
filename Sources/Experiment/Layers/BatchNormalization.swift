import Network

extension BatchNormalization: Declared {
    static let declaration: Declaration<BatchNormalization> = Declaration(
        kind: kind, keras: "keras.layers.BatchNormalization", absent: LayerHints.absent, start: BatchNormalization(),
        "Normalizes each channel by its mean and variance."
    ) {
        Field("momentum", \.momentum, .number(.within(0...1)), "The share of the moving statistics that a step keeps.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What is added to the variance.")
        Field("center", \.center, .boolean, "Whether beta is added.")
        Field("scale", \.scale, .boolean, "Whether gamma multiplies.")
        Field.initializer("beta", \.betaInitializer, usual: Zeros())
        Field.initializer("gamma", \.gammaInitializer, usual: Ones())
        Field.initializer("moving_mean", \.movingMeanInitializer, usual: Zeros())
        Field.initializer("moving_variance", \.movingVarianceInitializer, usual: Ones())
        Field.regularizer("beta", \.betaRegularizer)
        Field.regularizer("gamma", \.gammaRegularizer)
    }
}
