/// Variance 2 / (inputs + outputs), from the bell curve (Glorot and Bengio 2010); `keras.initializers.GlorotNormal`.
public struct GlorotNormal: InitializerKind {
    /// The kind's name.
    public static let kind = "GlorotNormal"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        VarianceScaling(scale: 1, mode: .fanAvg, distribution: .truncatedNormal).distribution(of: shape)
    }
}
