/// Gradient descent (`keras.optimizers.SGD`).
///
/// w -= lr g; with momentum b = momentum b - lr g and w += b, or, by Nesterov, w += momentum b - lr g.
public struct SGD: Optimizer {
    /// The kind's name.
    public static let kind = "SGD"
    /// The step size.
    public var learningRate: LearningRate
    /// The share of the last step that is taken again.
    public var momentum: Double
    /// Whether the step looks ahead by one.
    public var nesterov: Bool
    /// What all optimizers have in common.
    @LaterArgument<UsualRules> public var rules: UpdateRules

    /// Creates the optimizer with Keras's defaults.
    public init(
        learningRate: LearningRate = 1e-2, momentum: Double = 0, nesterov: Bool = false, rules: UpdateRules = UpdateRules()
    ) {
        self.learningRate = learningRate
        self.momentum = momentum
        self.nesterov = nesterov
        self.rules = rules
    }

    /// b where it has momentum.
    public var momentCount: Int { momentum == 0 ? 0 : 1 }
}
