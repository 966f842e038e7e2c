import Foundation

/// rate x decayRate^(step / decaySteps), continuously or in stairs (`keras.optimizers.schedules.ExponentialDecay`).
public struct ExponentialDecay: Schedule {
    /// The kind's name.
    public static let kind = "ExponentialDecay"
    /// The rate of step 0.
    public var initialLearningRate: Double
    /// The steps in which the rate is multiplied once.
    public var decaySteps: Int
    /// What it is multiplied by.
    public var decayRate: Double
    /// Whether it falls once every `decaySteps` steps instead of a little at each.
    public var staircase: Bool

    /// Creates the schedule.
    public init(initialLearningRate: Double, decaySteps: Int, decayRate: Double, staircase: Bool = false) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.decayRate = decayRate
        self.staircase = staircase
    }

    /// The initial rate.
    public var reference: Double { initialLearningRate }

    /// See the type.
    public func rate(at step: Int) -> Float {
        let place = Float(step) / Float(decaySteps)
        return Float(initialLearningRate) * pow(Float(decayRate), staircase ? place.rounded(.down) : place)
    }
}
