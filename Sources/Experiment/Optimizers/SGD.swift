import Network

extension SGD: Declared {
    static let declaration: Declaration<SGD> = Declaration(
        kind: kind, keras: "keras.optimizers.SGD", aliases: ["sgd"], bare: "learning_rate", rules: Declaration.Rule.updates,
        start: SGD(), "Steps against the gradient."
    ) {
        Field(
            "learning_rate", \.learningRate, .learningRate, formerly: ["lr"], examples: ["1e-4"],
            "The step size, or a schedule of it.")
        Field("momentum", \.momentum, .number(.within(0...1)), "The share of the last step that is taken again.")
        Field("nesterov", \.nesterov, .boolean, "Whether the step looks ahead by one.")
        Field.weightDecay
        Field.updates
    }
}
