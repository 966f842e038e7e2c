/// Variance 2 / inputs, evenly spread (He et al. 2015); `keras.initializers.HeUniform`.
public struct HeUniform: InitializerKind {
    /// The kind's name.
    public static let kind = "HeUniform"

    /// Creates the initializer.
    public init() {}

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        VarianceScaling(scale: 2, mode: .fanIn, distribution: .uniform).distribution(of: shape)
    }
}
