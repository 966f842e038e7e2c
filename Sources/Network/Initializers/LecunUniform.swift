/// Variance 1 / inputs, evenly spread (LeCun et al. 1998); `keras.initializers.LecunUniform`.
public struct LecunUniform: InitializerKind {
    /// The kind's name.
    public static let kind = "LecunUniform"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        VarianceScaling(scale: 1, mode: .fanIn, distribution: .uniform).distribution(of: shape)
    }
}
