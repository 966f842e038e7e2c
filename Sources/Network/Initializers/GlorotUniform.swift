/// Variance 2 / (inputs + outputs), evenly spread (Glorot and Bengio 2010); `keras.initializers.GlorotUniform`.
public struct GlorotUniform: InitializerKind {
    /// The kind's name.
    public static let kind = "GlorotUniform"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        Initializer.glorotUniform(fanIn: Fans.of(shape).inputs, fanOut: Fans.of(shape).outputs)
    }
}
