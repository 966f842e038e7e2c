/// The highest specificity among the thresholds whose sensitivity is at least a given one
/// (`keras.metrics.SpecificityAtSensitivity`); 0 where none is.
public struct SpecificityAtSensitivity: MetricKind {
    /// The kind's name.
    public static let kind = "SpecificityAtSensitivity"
    /// The least sensitivity, from 0 to 1.
    public var sensitivity: Double
    /// The number of thresholds from 0 to 1, both included; a single one is 0.5.
    public var numThresholds: Int
    /// The output that counts; nil takes all.
    public var classId: Int?
    /// Creates the metric with Keras's defaults.
    public init(sensitivity: Double, numThresholds: Int = 200, classId: Int? = nil) {
        self.sensitivity = sensitivity
        self.numThresholds = numThresholds
        self.classId = classId
    }
}
