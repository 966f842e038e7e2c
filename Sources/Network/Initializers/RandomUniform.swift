/// Evenly between two numbers (`keras.initializers.RandomUniform`).
public struct RandomUniform: InitializerKind {
    /// The kind's name.
    public static let kind = "RandomUniform"
    /// The least.
    public var minval: Double
    /// The most.
    public var maxval: Double

    /// Creates the initializer with Keras's defaults.
    public init(minval: Double = -0.05, maxval: Double = 0.05) {
        self.minval = minval
        self.maxval = maxval
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer { .uniform(low: minval, high: maxval) }
}
