/// Draws from the bell curve, none further than two deviations from its middle (`keras.initializers.TruncatedNormal`).
public struct TruncatedNormal: InitializerKind {
    /// The kind's name.
    public static let kind = "TruncatedNormal"
    /// Its middle.
    public var mean: Double
    /// Its standard deviation, before what lies outside is drawn again.
    public var stddev: Double

    /// Creates the initializer with Keras's defaults.
    public init(mean: Double = 0, stddev: Double = 0.05) {
        self.mean = mean
        self.stddev = stddev
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .truncatedNormal(mean: mean, deviation: stddev) }
}
