import Network

extension ExponentialDecay: Declared {
    static let declaration: Declaration<ExponentialDecay> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.ExponentialDecay",
        start: ExponentialDecay(initialLearningRate: 0, decaySteps: 1, decayRate: 1),
        "Multiplies the learning rate again and again."
    ) {
        Field(
            "initial_learning_rate", \.initialLearningRate, .number(.atLeast(0)), required: true, examples: ["1e-3"],
            "The rate of the first step.")
        Field(
            "decay_steps", \.decaySteps, .integer(1...), required: true, examples: [1000],
            "The steps in which the rate is multiplied once.")
        Field(
            "decay_rate", \.decayRate, .number(.atLeast(0)), required: true, examples: [0.96], "What the rate is multiplied by.")
        Field("staircase", \.staircase, .boolean, "Whether it falls once every `decay_steps` steps instead of a little at each.")
    }
}
