import Plan

/// A published figure beside the measured one.
public struct ClaimRecord: Codable, Hashable, Sendable {
    /// The id of the step that measures it.
    public var step: String
    /// The metric's name.
    public var metric: String
    /// What was published, as a fraction.
    public var published: Double
    /// The same with the digits that were printed: `78.25%`.
    public var printed: String
    /// What this run gave; absent until it is known, null where it is no number.
    public var measured: Measure?
    /// Measured minus published.
    public var difference: Measure?
    /// Whether the step can measure the figure at all; absent where that cannot be told, as of a loss.
    public var attainability: Attainability?

    /// Creates a record.
    ///
    /// - Parameter samples: The samples that the step saw, where that is known.
    public init(_ claim: ClaimPlan, measured: Double? = nil, samples: Int? = nil) {
        step = claim.step
        metric = claim.metric
        published = claim.value.value
        printed = claim.value.text
        self.measured = measured.map { Measure($0) }
        difference = measured.map { Measure($0 - claim.value.value) }
        attainability = claim.attainability(samples: samples)
    }

    /// The claims of a plan beside what a record has measured so far.
    public static func all(
        _ claims: [ClaimPlan], metrics: [String: [String: Measure]], steps: [StepRecord] = []
    ) -> [ClaimRecord] {
        claims.map { claim in
            ClaimRecord(
                claim, measured: metrics[claim.step]?[claim.metric]?.value,
                samples: steps.last { $0.id == claim.step }?.samples)
        }
    }
}
