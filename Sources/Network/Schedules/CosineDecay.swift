import Foundation

/// Half a cosine from a rate to `alpha` of it, after a linear warm-up if one is asked for (`keras.optimizers.schedules.CosineDecay`).
public struct CosineDecay: Schedule {
    /// The kind's name.
    public static let kind = "CosineDecay"
    /// The rate of step 0.
    public var initialLearningRate: Double
    /// The steps of the decay, without the warm-up.
    public var decaySteps: Int
    /// The share of the rate at the end.
    public var alpha: Double
    /// The rate that the warm-up ends and the decay begins with; nil has no warm-up.
    public var warmupTarget: Double?
    /// The steps of the warm-up.
    public var warmupSteps: Int

    /// Creates the schedule with Keras's defaults.
    public init(
        initialLearningRate: Double, decaySteps: Int, alpha: Double = 0, warmupTarget: Double? = nil, warmupSteps: Int = 0
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.alpha = alpha
        self.warmupTarget = warmupTarget
        self.warmupSteps = warmupSteps
    }

    /// The rate at the beginning of the decay.
    public var reference: Double { warmupTarget ?? initialLearningRate }

    /// See the type.
    public func rate(at step: Int) -> Float {
        let (initial, decay) = (Float(initialLearningRate), Float(decaySteps))
        guard let warmupTarget else { return decayed(min(Float(step), decay) / decay, from: initial) }
        let (target, warmup) = (Float(warmupTarget), Float(warmupSteps))
        let place = min(Float(step), decay + warmup)
        if place < warmup { return (target - initial) * (place / warmup) + initial }
        return decayed((place - warmup) / decay, from: target)
    }

    private func decayed(_ fraction: Float, from rate: Float) -> Float {
        let cosine = 0.5 * (1 + cos(Float.pi * fraction))
        return rate * ((1 - Float(alpha)) * cosine + Float(alpha))
    }
}
