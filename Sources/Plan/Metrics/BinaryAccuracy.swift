/// The share of elements on the right side of 0.5, mean over the outputs of a sample (`keras.metrics.BinaryAccuracy`).
public struct BinaryAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "BinaryAccuracy"
    /// Creates the metric.
    public init() {}
    /// Each output counts by itself.
    public func decisions(outputs width: Int) -> Int? { width }
}
