/// The share of elements on the right side of a threshold, mean over the outputs of a sample (`keras.metrics.BinaryAccuracy`).
public struct BinaryAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "BinaryAccuracy"
    /// What an output must exceed to speak for its class; nil is 0.5.
    public var threshold: Double?
    /// Creates the metric.
    public init(threshold: Double? = nil) { self.threshold = threshold }
    /// Each output counts by itself.
    public func decisions(outputs width: Int) -> Int? { width }
}
