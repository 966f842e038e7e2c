/// Adam as Keras computes it (Kingma and Ba 2015, the form before its section 2.1; `keras.optimizers.Adam`).
///
/// t from 1; a = lr sqrt(1 - beta2^t) / (1 - beta1^t); m, v moving averages of g and g²; w -= a m / (sqrt(v) + epsilon). With
/// `amsgrad` the largest v so far stands in its place (Reddi et al. 2018).
public struct Adam: Optimizer {
    /// The kind's name.
    public static let kind = "Adam"
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

    /// Creates the optimizer with Keras's defaults.
    public init(
        learningRate: LearningRate = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        amsgrad: Bool = false, rules: UpdateRules = UpdateRules()
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.amsgrad = amsgrad
        self.rules = rules
    }

    /// m, v and with `amsgrad` the largest v.
    public var momentCount: Int { amsgrad ? 3 : 2 }
}
