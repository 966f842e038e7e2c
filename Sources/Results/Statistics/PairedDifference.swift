/// What two ways of doing something differ by, measured in pairs that have all else in common: the seed, here.
public struct PairedDifference: Codable, Hashable, Sendable {
    /// How many pairs there are.
    public let count: Int
    /// The mean of the differences, the second less the first.
    public let mean: Double
    /// The standard error of that mean: the deviation of the differences (by n - 1) over √n.
    public let error: Double
    /// The two-sided p-value of Student's paired t-test: how often a mean at least so far from 0 comes of pairs that differ by chance alone.
    public let probability: Double
    /// The ends of the 95 % confidence interval of the mean: mean ± t(n - 1) · error (NIST/SEMATECH e-Handbook, 1.3.5.2).
    public let low, high: Double

    /// Whether chance explains it: the 95 % interval holds 0, which is to say that the p-value is not below 0.05.
    public var isNoise: Bool { low <= 0 && high >= 0 }

    /// The difference of some pairs of finite numbers; nil for fewer than two, which say nothing of chance.
    public init?(_ pairs: [(first: Double, second: Double)]) {
        guard let differences = Distribution(pairs.map { $0.second - $0.first }) else { return nil }
        count = differences.count
        mean = differences.mean
        error = differences.deviation / Double(count).squareRoot()
        let student = StudentT(degrees: count - 1)
        let half = error > 0 ? -student.quantile(0.025) * error : 0
        (low, high) = (mean - half, mean + half)
        // Differences that are all the same leave chance no room.
        probability = error > 0 ? 2 * student.probability(atMost: -abs(mean / error)) : mean == 0 ? 1 : 0
    }
}
