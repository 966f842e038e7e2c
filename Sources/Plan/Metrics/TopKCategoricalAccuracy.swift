/// The share of samples whose label is among the k largest outputs, of labels that are one-hot rows
/// (`keras.metrics.TopKCategoricalAccuracy`).
public struct TopKCategoricalAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "TopKCategoricalAccuracy"
    /// How many of the largest outputs count.
    public var k: Int
    /// Creates the metric with Keras's default.
    public init(k: Int = 5) { self.k = k }
    /// A sample is right or wrong as a whole.
    public func decisions(outputs width: Int) -> Int? { 1 }
}
