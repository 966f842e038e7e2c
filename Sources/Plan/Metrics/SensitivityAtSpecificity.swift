/// The highest sensitivity among the thresholds whose specificity is at least a given one
/// (`keras.metrics.SensitivityAtSpecificity`); 0 where none is.
public struct SensitivityAtSpecificity: MetricKind {
    /// The kind's name.
    public static let kind = "SensitivityAtSpecificity"
    /// The least specificity, from 0 to 1.
    public var specificity: Double
    /// The number of thresholds from 0 to 1, both included; a single one is 0.5.
    public var numThresholds: Int
    /// The output that counts; nil takes all.
    public var classId: Int?
    /// Creates the metric with Keras's defaults.
    public init(specificity: Double, numThresholds: Int = 200, classId: Int? = nil) {
        self.specificity = specificity
        self.numThresholds = numThresholds
        self.classId = classId
    }
}
