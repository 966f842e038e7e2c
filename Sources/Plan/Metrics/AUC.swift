/// The area under a curve, as Keras approximates it from counts at equally spaced thresholds (`keras.metrics.AUC`).
public struct AUC: MetricKind {
    /// The kind's name.
    public static let kind = "AUC"

    /// Which curve.
    public enum Curve: String, Codable, Sendable, CaseIterable {
        /// The true positive rate over the false positive rate.
        case roc = "ROC"
        /// Precision over recall.
        case pr = "PR"
    }

    /// How the area between two thresholds is taken.
    public enum SummationMethod: String, Codable, Sendable, CaseIterable {
        /// By trapezoids; under PR by Davis and Goadrich's interpolation of the counts.
        case interpolation
        /// By the higher of both ends.
        case majoring
        /// By the lower of both ends.
        case minoring
    }

    /// The number of thresholds from 0 to 1, both included.
    public var numThresholds: Int
    /// Which curve.
    public var curve: Curve
    /// How the area between two thresholds is taken.
    public var summationMethod: SummationMethod
    /// Whether each output has a curve of its own, and the mean of their areas counts; else all outputs are taken together.
    public var multiLabel: Bool

    /// Creates the metric with Keras's defaults.
    public init(
        numThresholds: Int = 200, curve: Curve = .roc, summationMethod: SummationMethod = .interpolation, multiLabel: Bool = false
    ) {
        self.numThresholds = numThresholds
        self.curve = curve
        self.summationMethod = summationMethod
        self.multiLabel = multiLabel
    }
}
