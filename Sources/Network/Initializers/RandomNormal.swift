/// Draws from the bell curve (`keras.initializers.RandomNormal`).
public struct RandomNormal: InitializerKind {
    /// The kind's name.
    public static let kind = "RandomNormal"
    /// Its middle.
    public var mean: Double
    /// Its standard deviation.
    public var stddev: Double

    /// Creates the initializer with Keras's defaults.
    public init(mean: Double = 0, stddev: Double = 0.05) {
        self.mean = mean
        self.stddev = stddev
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .normal(mean: mean, deviation: stddev) }
}
