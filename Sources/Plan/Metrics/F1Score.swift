/// The harmonic mean of precision and recall, of each output against its class (`keras.metrics.F1Score`).
public struct F1Score: MetricKind {
    /// The kind's name.
    public static let kind = "F1Score"

    /// How the scores of the classes become one.
    public enum Average: String, Codable, Sendable, CaseIterable {
        /// They do not: each is reported.
        case none
        /// From the counts of all classes together.
        case micro
        /// Their mean.
        case macro
        /// Their mean, each weighed by the number of its samples.
        case weighted
    }

    /// How the scores of the classes become one.
    public var average: Average
    /// What an output must exceed to speak for its class; nil takes a sample's largest.
    public var threshold: Double?
    /// Creates the metric with Keras's defaults.
    public init(average: Average = .none, threshold: Double? = nil) {
        self.average = average
        self.threshold = threshold
    }
    /// Without an average one value a class.
    public func parts(outputs width: Int) -> Int? { average == .none && width > 1 ? width : nil }
}
