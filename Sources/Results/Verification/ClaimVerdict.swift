import Plan

/// A published figure within the distribution of what runs measured.
public struct ClaimVerdict: Codable, Hashable, Sendable {
    /// Where a figure falls.
    public enum Verdict: String, Codable, Sendable {
        /// Within the prediction interval: it could be one of these runs.
        case inside
        /// Beyond it.
        case outside
        /// Fewer than two runs have a value.
        case unknown
    }

    /// The id of the step that measures it.
    public var step: String
    /// The metric's name.
    public var metric: String
    /// What was published, as a fraction.
    public var published: Double
    /// The same with the digits that were printed: `78.25%`.
    public var printed: String
    /// Whether the step can measure the figure at all; absent where that cannot be told.
    public var attainability: Attainability?
    /// How many runs have a value.
    public var count: Int
    /// The mean of the values.
    public var mean: Double?
    /// Their standard deviation, by count - 1.
    public var deviation: Double?
    /// The share of further runs that the prediction interval holds.
    public var interval: Double
    /// The interval's lower end.
    public var low: Double?
    /// The interval's upper end.
    public var high: Double?
    /// The probability that a further run measures at most what was published; absent where all runs measured the same.
    public var quantile: Double?
    /// Where the published figure falls.
    public var verdict: Verdict

    /// Judges a claim by its values among those of the seeds.
    ///
    /// - Parameter number: The claim's place in the values of each seed.
    init(_ claim: ClaimPlan, seeds: [SeedRecord], number: Int) {
        step = claim.step
        metric = claim.metric
        published = claim.value.value
        printed = claim.value.text
        attainability = claim.attainability
        interval = claim.interval
        verdict = .unknown
        let values = seeds.compactMap { $0.values.indices.contains(number) ? $0.values[number].value : nil }.filter(\.isFinite)
        count = values.count
        guard let distribution = Distribution(values) else { return }
        let range = distribution.predictionInterval(claim.interval)
        mean = distribution.mean
        deviation = distribution.deviation
        (low, high) = (range.lowerBound, range.upperBound)
        quantile = distribution.quantile(of: claim.value.value)
        // Whatever rounds to the printed digits is the published figure.
        verdict = claim.value.range.overlaps(range) ? .inside : .outside
    }
}
