import Network

extension CosineDecayRestarts: Declared {
    static let declaration: Declaration<CosineDecayRestarts> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.CosineDecayRestarts",
        start: CosineDecayRestarts(initialLearningRate: 0, firstDecaySteps: 1),
        "Lowers the learning rate along half a cosine, again and again."
    ) {
        Field(
            "initial_learning_rate", \.initialLearningRate, .number(.atLeast(0)), required: true, examples: ["1e-3"],
            "The rate of the first step.")
        Field(
            "first_decay_steps", \.firstDecaySteps, .integer(1...), required: true, examples: [1000],
            "The steps of the first decay.")
        Field("t_mul", \.tMul, .number(.atLeast(1)), "How much longer each decay is than the one before.")
        Field("m_mul", \.mMul, .number(.atLeast(0)), "How much higher each decay begins than the one before.")
        Field("alpha", \.alpha, .number(.within(0...1)), "The share of the initial rate that is left at the end of a decay.")
    }
}
