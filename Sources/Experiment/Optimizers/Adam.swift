import Network

extension Adam: Declared {
    static let declaration: Declaration<Adam> = Declaration(
        kind: kind, keras: "keras.optimizers.Adam", aliases: ["adam"], bare: "learning_rate", rules: Declaration.Rule.updates,
        start: Adam(), "Steps by moving averages of the gradient and of its square."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("beta_1", \.beta1, .number(.within(0..<1)), "The decay of the average of gradients.")
        Field("beta_2", \.beta2, .number(.within(0..<1)), "The decay of the average of squared gradients.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What keeps the quotient finite.")
        Field("amsgrad", \.amsgrad, .boolean, "Whether the largest average of squared gradients so far is divided by.")
        Field.weightDecay
        Field.updates
    }
}
