import Foundation

/// Adam with Nesterov's look ahead (Dozat 2016; `keras.optimizers.Nadam`).
///
/// t from 1; u(t) = beta1 (1 - 0.5 x 0.96^(t d)), U(t) = u(1) … u(t); m, v as Adam's;
/// w -= lr (u(t + 1) m / (1 - U(t + 1)) + (1 - u(t)) g / (1 - U(t))) / (sqrt(v / (1 - beta2^t)) + epsilon).
public struct Nadam: Optimizer {
    /// The kind's name.
    public static let kind = "Nadam"
    /// The step size.
    public var learningRate: LearningRate
    /// The decay of the first moment.
    public var beta1: Double
    /// The decay of the second moment.
    public var beta2: Double
    /// What keeps the quotient finite.
    public var epsilon: Double
    /// What all optimizers have in common.
    @LaterArgument<UsualRules> public var rules: UpdateRules

    /// Creates the optimizer with Keras's defaults.
    public init(
        learningRate: LearningRate = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
        rules: UpdateRules = UpdateRules()
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.rules = rules
    }

    /// m and v.
    public var momentCount: Int { 2 }

    /// u of a step, from 1.
    public func momentum(_ step: Int) -> Double { beta1 * (1 - 0.5 * pow(0.96, Double(step))) }
}
