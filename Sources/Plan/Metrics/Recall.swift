/// The share of positives that are decided so (`keras.metrics.Recall`); 0 where there is none.
public struct Recall: MetricKind {
    /// The kind's name.
    public static let kind = "Recall"
    /// What an output must exceed to be a positive decision: several give a value each; nil is 0.5, or with `topK` none.
    public var thresholds: [Double]?
    /// How many of a sample's largest outputs may be positive decisions; nil lets all.
    public var topK: Int?
    /// The output that counts; nil takes all.
    public var classId: Int?
    /// Creates the metric with Keras's defaults.
    public init(thresholds: [Double]? = nil, topK: Int? = nil, classId: Int? = nil) {
        self.thresholds = thresholds
        self.topK = topK
        self.classId = classId
    }
    /// One value for each of several thresholds.
    public func parts(outputs width: Int) -> Int? { thresholds.flatMap { $0.count > 1 ? $0.count : nil } }
}
