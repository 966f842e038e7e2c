import Network

extension Declaration.Rule {
    /// Which of the keys that all optimizers have go together.
    static var updates: [Self] {
        [
            .atMostOne(["clipnorm", "clipvalue", "global_clipnorm"]), .needs("ema_momentum", beside: "use_ema"),
            .needs("ema_overwrite_frequency", beside: "use_ema"),
        ]
    }
}

extension Field where Root: Optimizer {
    /// The keys that all optimizers have.
    static var updates: [Field<Root>] {
        [
            Field(
                "exclude_from_weight_decay", \.rules.excludeFromWeightDecay, .list(of: .text), examples: [["bias", "*/gamma"]],
                "What decay leaves alone: parameters by name (bias) or glob (conv*/bias), or all of some layers by a selector."),
            Field(
                "clipnorm", \.rules.clipnorm, .optional(.number(.above(0))), examples: [1.0],
                "The most that the norm of each parameter's gradient may be."),
            Field(
                "clipvalue", \.rules.clipvalue, .optional(.number(.above(0))), examples: [0.5],
                "The most that each value of a gradient may be, either way."),
            Field(
                "global_clipnorm", \.rules.globalClipnorm, .optional(.number(.above(0))), examples: [1.0],
                "The most that the norm of all gradients together may be."),
            Field(
                "use_ema", \.rules.useEma, .boolean,
                "Whether a moving average of the weights is kept, which takes their place at the end of a training."),
            Field("ema_momentum", \.rules.emaMomentum, .number(.within(0...1)), "The share of the average that a step keeps."),
            Field(
                "ema_overwrite_frequency", \.rules.emaOverwriteFrequency, .optional(.integer(1...)),
                "After so many steps, again and again, the average takes the weights' place too."),
            Field(
                "gradient_accumulation_steps", \.rules.gradientAccumulationSteps, .optional(.integer(2...)),
                "How many batches make one step, by the mean of their gradients."),
        ]
    }

    /// Weight decay, which is off.
    static var weightDecay: Field<Root> {
        Field(
            "weight_decay", \.rules.weightDecay, .optional(.number(.atLeast(0))), examples: ["1e-4"],
            "The share of each weight that a step of rate 1 takes away.")
    }
}
