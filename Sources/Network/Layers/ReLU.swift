/// The rectified linear unit with its arguments (`keras.layers.ReLU`): x above the threshold, at most `maxValue`, and
/// `negativeSlope` (x - threshold) below it.
public struct ReLU: ActivationLayer {
    /// The kind's name.
    public static let kind = "ReLU"
    /// The largest value that comes out; nil where there is none.
    public var maxValue: Double?
    /// The slope below the threshold.
    public var negativeSlope: Double
    /// Where it begins.
    public var threshold: Double

    /// Creates the layer.
    public init(maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0) {
        self.maxValue = maxValue
        self.negativeSlope = negativeSlope
        self.threshold = threshold
    }

    /// See the type.
    public var activation: ActivationFunction { .rectifier(slope: negativeSlope, threshold: threshold, most: maxValue) }
}
