import Network

extension PolynomialDecay: Declared {
    static let declaration: Declaration<PolynomialDecay> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.PolynomialDecay",
        start: PolynomialDecay(initialLearningRate: 0, decaySteps: 1),
        "Lowers the learning rate along a power of the way that is left."
    ) {
        Field(
            "initial_learning_rate", \.initialLearningRate, .number(.atLeast(0)), required: true, examples: ["1e-3"],
            "The rate of the first step.")
        Field("decay_steps", \.decaySteps, .integer(1...), required: true, examples: [1000], "The steps of the decay.")
        Field("end_learning_rate", \.endLearningRate, .number(.atLeast(0)), "The rate at the end.")
        Field("power", \.power, .number(.above(0)), "The power; 1 is a straight line.")
        Field(
            "cycle", \.cycle, .boolean,
            "Whether the end is put off by another `decay_steps` steps whenever it is passed, instead of staying there.")
    }
}
