import Network

extension Nadam: Declared {
    static let declaration: Declaration<Nadam> = Declaration(
        kind: kind, keras: "keras.optimizers.Nadam", aliases: ["nadam"], bare: "learning_rate", rules: Declaration.Rule.updates,
        start: Nadam(), "Adam with Nesterov's look ahead."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("beta_1", \.beta1, .number(.within(0..<1)), "The decay of the average of gradients.")
        Field("beta_2", \.beta2, .number(.within(0..<1)), "The decay of the average of squared gradients.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What keeps the quotient finite.")
        Field.weightDecay
        Field.updates
    }
}
