/// What some runs of one experiment measured, and what a further one can be expected to.
public struct Distribution: Hashable, Sendable {
    /// How many values there are.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their standard deviation, by n - 1; 0 where all are equal.
    public let deviation: Double

    /// The distribution of finite values; nil for fewer than two, which say nothing of how far runs lie apart.
    public init?(_ values: [Double]) {
        guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
        count = values.count
        if let first = values.first, values.allSatisfy({ $0 == first }) {
            // The mean of equal values is that value, to the last bit.
            (mean, deviation) = (first, 0)
            return
        }
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    /// The standard deviation of a further value about the mean: what the mean itself may be off by counts too.
    private var spread: Double { deviation * (1 + 1 / Double(count)).squareRoot() }

    /// Where one further value falls with a probability: the mean ± t(n - 1) · s · √(1 + 1/n) (NIST/SEMATECH e-Handbook, 7.2.6.4;
    /// values of a normal distribution). A point where the deviation is 0.
    public func predictionInterval(_ level: Double) -> ClosedRange<Double> {
        guard deviation > 0 else { return mean...mean }
        let half = -StudentT(degrees: count - 1).quantile((1 - level) / 2) * spread
        return (mean - half)...(mean + half)
    }

    /// The probability that one further value is at most this one; nil where the deviation is 0.
    public func quantile(of value: Double) -> Double? {
        guard deviation > 0 else { return nil }
        return StudentT(degrees: count - 1).probability(atMost: (value - mean) / spread)
    }
}
