/// rate / (1 + decayRate step / decaySteps), continuously or in stairs (`keras.optimizers.schedules.InverseTimeDecay`).
public struct InverseTimeDecay: Schedule {
    /// The kind's name.
    public static let kind = "InverseTimeDecay"
    /// The rate of step 0.
    public var initialLearningRate: Double
    /// The steps after which the divisor has grown by `decayRate`.
    public var decaySteps: Int
    /// How much the divisor grows.
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
        return Float(initialLearningRate) / (1 + Float(decayRate) * (staircase ? place.rounded(.down) : place))
    }
}
