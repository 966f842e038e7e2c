/// A published figure, to be laid beside what is measured.
public struct ClaimPlan: Codable, Hashable, Sendable {
    /// The share of further runs that a prediction interval holds where a claim does not say.
    public static let usualInterval = 0.95

    /// The id of the step that measures it.
    public var step: String
    /// The metric's name in the history: `acc`.
    public var metric: String
    /// What was published.
    public var value: PublishedValue
    /// The share of further runs that the prediction interval holds by which `verify` judges: 0.95.
    public var interval: Double
    /// Whether the step can measure the figure at all; nil where the metric has no grid, or the images are not counted.
    public var attainability: Attainability?

    /// Creates a claim.
    public init(
        step: String, metric: String, value: PublishedValue, interval: Double = usualInterval,
        attainability: Attainability? = nil
    ) {
        self.step = step
        self.metric = metric
        self.value = value
        self.interval = interval
        self.attainability = attainability
    }

    /// Whether the figure can be measured by a step that saw a number of samples, which may not be the planned one.
    public func attainability(samples: Int?) -> Attainability? {
        guard let planned = attainability, let samples, samples != planned.samples else { return attainability }
        return Attainability(of: value, samples: samples, outputs: planned.outputs)
    }
}
