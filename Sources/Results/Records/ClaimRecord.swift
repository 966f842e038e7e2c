import Plan

/// A published figure beside the measured one.
public struct ClaimRecord: Codable, Hashable, Sendable {
    /// The id of the step that measures it.
    public var step: String
    /// The metric's name.
    public var metric: String
    /// What was published, as a fraction.
    public var published: Double
    /// What this run gave; absent until it is known, null where it is no number.
    public var measured: Measure?
    /// Measured minus published.
    public var difference: Measure?

    /// Creates a record.
    public init(step: String, metric: String, published: Double, measured: Double? = nil) {
        self.step = step
        self.metric = metric
        self.published = published
        self.measured = measured.map { Measure($0) }
        difference = measured.map { Measure($0 - published) }
    }

    /// The claims of a plan beside what a record has measured so far.
    public static func all(_ claims: [ClaimPlan], metrics: [String: [String: Measure]]) -> [ClaimRecord] {
        claims.map {
            ClaimRecord(step: $0.step, metric: $0.metric, published: $0.value, measured: metrics[$0.step]?[$0.metric]?.value)
        }
    }
}
