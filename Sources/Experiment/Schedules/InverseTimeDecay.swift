import Network

extension InverseTimeDecay: Declared {
    static let declaration: Declaration<InverseTimeDecay> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.InverseTimeDecay",
        start: InverseTimeDecay(initialLearningRate: 0, decaySteps: 1, decayRate: 0),
        "Divides the learning rate by a number that grows with the steps."
    ) {
        Field(
            "initial_learning_rate", \.initialLearningRate, .number(.atLeast(0)), required: true, examples: ["1e-3"],
            "The rate of the first step.")
        Field(
            "decay_steps", \.decaySteps, .integer(1...), required: true, examples: [1000],
            "The steps in which the divisor grows by `decay_rate`.")
        Field(
            "decay_rate", \.decayRate, .number(.atLeast(0)), required: true, examples: [0.5], "How much the divisor grows.")
        Field("staircase", \.staircase, .boolean, "Whether it falls once every `decay_steps` steps instead of a little at each.")
    }
}
