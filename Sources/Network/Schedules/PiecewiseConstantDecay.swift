/// One rate up to each boundary and another beyond the last (`keras.optimizers.schedules.PiecewiseConstantDecay`).
public struct PiecewiseConstantDecay: Schedule {
    /// The kind's name.
    public static let kind = "PiecewiseConstantDecay"
    /// The last step of each rate but the last, ascending.
    public var boundaries: [Int]
    /// The rates, one more than there are boundaries.
    public var values: [Double]

    /// Creates the schedule.
    public init(boundaries: [Int], values: [Double]) {
        self.boundaries = boundaries
        self.values = values
    }

    /// The first rate.
    public var reference: Double { values.first ?? 0 }

    /// See the type.
    public func rate(at step: Int) -> Float {
        let passed = boundaries.firstIndex { step <= $0 } ?? boundaries.count
        return values.indices.contains(passed) ? Float(values[passed]) : Float(values.last ?? 0)
    }
}
