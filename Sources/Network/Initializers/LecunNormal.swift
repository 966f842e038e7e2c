/// Variance 1 / inputs, from the bell curve (LeCun et al. 1998); `keras.initializers.LecunNormal`.
public struct LecunNormal: InitializerKind {
    /// The kind's name.
    public static let kind = "LecunNormal"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        VarianceScaling(scale: 1, mode: .fanIn, distribution: .truncatedNormal).distribution(of: shape)
    }
}
