/// ``Adam`` with weight decay that does not go through its moments (Loshchilov and Hutter 2019; `keras.optimizers.AdamW`).
public struct AdamW: Optimizer {
    /// The kind's name.
    public static let kind = "AdamW"
    /// The step size.
    public var learningRate: LearningRate
    /// The decay of the first moment.
    public var beta1: Double
    /// The decay of the second moment.
    public var beta2: Double
    /// What keeps the quotient finite; outside the bias correction.
    public var epsilon: Double
    /// Whether the largest second moment so far is divided by.
    @LaterArgument<False> public var amsgrad: Bool
    /// What all optimizers have in common.
    @LaterArgument<UsualRules> public var rules: UpdateRules

    /// Creates the optimizer with Keras's defaults: a weight decay of 0.004.
    public init(
        learningRate: LearningRate = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, rules: UpdateRules = UpdateRules(weightDecay: 0.004)
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.amsgrad = amsgrad
        self.rules = rules
    }

    /// The step that follows the decay.
    public var adam: Adam {
        Adam(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad, rules: rules)
    }

    /// Adam's.
    public var momentCount: Int { adam.momentCount }
}
