/// Steps divided by a moving average of the gradient's size (Hinton 2012; `keras.optimizers.RMSprop`).
///
/// v = rho v + (1 - rho) g², centered also a = rho a + (1 - rho) g; s = lr g / sqrt(v - a² + epsilon); w -= s, or with momentum
/// b = momentum b + s and w -= b.
public struct RMSprop: Optimizer {
    /// The kind's name.
    public static let kind = "RMSprop"
    /// The step size.
    public var learningRate: LearningRate
    /// The decay of the averages.
    public var rho: Double
    /// The share of the last step that is taken again.
    public var momentum: Double
    /// What keeps the quotient finite; under the root.
    public var epsilon: Double
    /// Whether the average gradient is taken off, so that its variance is divided by.
    public var centered: Bool
    /// What all optimizers have in common.
    @LaterArgument<UsualRules> public var rules: UpdateRules

    /// Creates the optimizer with Keras's defaults.
    public init(
        learningRate: LearningRate = 1e-3, rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7,
        centered: Bool = false, rules: UpdateRules = UpdateRules()
    ) {
        self.learningRate = learningRate
        self.rho = rho
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered
        self.rules = rules
    }

    /// v, then a where it is centered, then b where it has momentum.
    public var momentCount: Int { 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0) }
}
