/// Steps of equal size in the direction that a moving average and the gradient agree on (Chen et al. 2023; `keras.optimizers.Lion`).
///
/// w -= lr sign(beta1 m + (1 - beta1) g), then m = beta2 m + (1 - beta2) g.
public struct Lion: Optimizer {
    /// The kind's name.
    public static let kind = "Lion"
    /// The step size.
    public var learningRate: LearningRate
    /// The moving average's share of the direction, above 0.
    public var beta1: Double
    /// The decay of the moving average.
    public var beta2: Double
    /// What all optimizers have in common.
    @LaterArgument<UsualRules> public var rules: UpdateRules

    /// Creates the optimizer with Keras's defaults.
    public init(
        learningRate: LearningRate = 1e-3, beta1: Double = 0.9, beta2: Double = 0.99, rules: UpdateRules = UpdateRules()
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.rules = rules
    }

    /// m.
    public var momentCount: Int { 1 }
}
