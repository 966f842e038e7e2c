import Network

extension Lion: Declared {
    static let declaration: Declaration<Lion> = Declaration(
        kind: kind, keras: "keras.optimizers.Lion", aliases: ["lion"], bare: "learning_rate", rules: Declaration.Rule.updates,
        start: Lion(), "Steps of one size, in the direction of a moving average and the gradient."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("beta_1", \.beta1, .number(.between(0, 1)), "The average's share of the direction.")
        Field("beta_2", \.beta2, .number(.within(0..<1)), "The decay of the average of gradients.")
        Field.weightDecay
        Field.updates
    }
}
