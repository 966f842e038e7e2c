import Network

extension AdamW: Declared {
    static let declaration: Declaration<AdamW> = Declaration(
        kind: kind, keras: "keras.optimizers.AdamW", aliases: ["adamw"], bare: "learning_rate", rules: Declaration.Rule.updates,
        start: AdamW(), "Adam, with weight decay that does not go through its averages."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("beta_1", \.beta1, .number(.within(0..<1)), "The decay of the average of gradients.")
        Field("beta_2", \.beta2, .number(.within(0..<1)), "The decay of the average of squared gradients.")
        Field("epsilon", \.epsilon, .number(.above(0)), "What keeps the quotient finite.")
        Field("amsgrad", \.amsgrad, .boolean, "Whether the largest average of squared gradients so far is divided by.")
        Field(
            "weight_decay", \.rules.weightDecay, .some(.number(.atLeast(0))), examples: ["1e-2"],
            "The share of each weight that a step of rate 1 takes away.")
        Field.updates
    }
}
