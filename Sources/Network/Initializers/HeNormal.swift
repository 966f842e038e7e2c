/// Variance 2 / inputs, from the bell curve (He et al. 2015); `keras.initializers.HeNormal`.
public struct HeNormal: InitializerKind {
    /// The kind's name.
    public static let kind = "HeNormal"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        VarianceScaling(scale: 2, mode: .fanIn, distribution: .truncatedNormal).distribution(of: shape)
    }
}
