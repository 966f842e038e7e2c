import Foundation

/// A power of the way that is left, from a rate to another (`keras.optimizers.schedules.PolynomialDecay`).
public struct PolynomialDecay: Schedule {
    /// The kind's name.
    public static let kind = "PolynomialDecay"
    /// The rate of step 0.
    public var initialLearningRate: Double
    /// The steps of the decay.
    public var decaySteps: Int
    /// The rate at its end.
    public var endLearningRate: Double
    /// The power; 1 is a straight line.
    public var power: Double
    /// Whether the end is put off by another `decaySteps` steps whenever it is passed, instead of staying there.
    public var cycle: Bool

    /// Creates the schedule with Keras's defaults.
    public init(
        initialLearningRate: Double, decaySteps: Int, endLearningRate: Double = 1e-4, power: Double = 1, cycle: Bool = false
    ) {
        self.initialLearningRate = initialLearningRate
        self.decaySteps = decaySteps
        self.endLearningRate = endLearningRate
        self.power = power
        self.cycle = cycle
    }

    /// The initial rate.
    public var reference: Double { initialLearningRate }

    /// See the type.
    public func rate(at step: Int) -> Float {
        let (initial, end) = (Float(initialLearningRate), Float(endLearningRate))
        var (place, steps) = (Float(step), Float(decaySteps))
        if cycle {
            steps *= step == 0 ? 1 : (place / steps).rounded(.up)
        } else {
            place = min(place, steps)
        }
        return (initial - end) * pow(1 - place / steps, Float(power)) + end
    }
}
