import Network

extension CosineDecay: Declared {
    static let declaration: Declaration<CosineDecay> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.CosineDecay", rules: [.needs("warmup_steps", beside: "warmup_target")],
        start: CosineDecay(initialLearningRate: 0, decaySteps: 1),
        "Lowers the learning rate along half a cosine, after a warm-up if one is asked for."
    ) {
        Field(
            "initial_learning_rate", \.initialLearningRate, .number(.atLeast(0)), required: true, examples: ["1e-3"],
            "The rate of the first step.")
        Field(
            "decay_steps", \.decaySteps, .integer(1...), required: true, examples: [1000],
            "The steps of the decay, without the warm-up.")
        Field("alpha", \.alpha, .number(.within(0...1)), "The share of the rate that is left at the end.")
        Field(
            "warmup_target", \.warmupTarget, .optional(.number(.atLeast(0))),
            "The rate that the warm-up ends and the decay begins with; no warm-up where not written.")
        Field("warmup_steps", \.warmupSteps, .integer(0...), "The steps of the warm-up.")
    }
}
