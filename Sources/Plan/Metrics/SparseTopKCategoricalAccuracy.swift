/// The share of samples whose label is among the k largest outputs, of labels that are class numbers
/// (`keras.metrics.SparseTopKCategoricalAccuracy`).
public struct SparseTopKCategoricalAccuracy: MetricKind {
    /// The kind's name.
    public static let kind = "SparseTopKCategoricalAccuracy"
    /// How many of the largest outputs count.
    public var k: Int
    /// Creates the metric with Keras's default.
    public init(k: Int = 5) { self.k = k }
    /// A sample is right or wrong as a whole.
    public func decisions(outputs width: Int) -> Int? { 1 }
}
