/// The share of samples whose largest output is the label's (`keras.metrics.CategoricalAccuracy`).
public struct CategoricalAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "CategoricalAccuracy"
    /// Creates the metric.
    public init() {}
    /// A sample is right or wrong as a whole.
    public func decisions(outputs width: Int) -> Int? { 1 }
}
