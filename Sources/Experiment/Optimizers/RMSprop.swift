import Network

extension RMSprop: Declared {
    static let declaration: Declaration<RMSprop> = Declaration(
        kind: kind, keras: "keras.optimizers.RMSprop", aliases: ["rmsprop"], bare: "learning_rate",
        rules: Declaration.Rule.updates,
        start: RMSprop(), "Steps divided by a moving average of the gradient's size."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("rho", \.rho, .number(.within(0..<1)), "The decay of the averages.")
        Field("momentum", \.momentum, .number(.within(0...1)), "The share of the last step that is taken again.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What keeps the quotient finite.")
        Field("centered", \.centered, .boolean, "Whether the variance of the gradient is divided by, instead of its square.")
        Field.weightDecay
        Field.updates
    }
}
