/// The share of samples whose largest output is the label's, of labels that are class numbers
/// (`keras.metrics.SparseCategoricalAccuracy`).
public struct SparseCategoricalAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "SparseCategoricalAccuracy"
    /// Creates the metric.
    public init() {}
    /// A sample is right or wrong as a whole.
    public func decisions(outputs width: Int) -> Int? { 1 }
}
