/// -sum(t ln p) over the outputs of a sample, then the mean over samples (`keras.losses.CategoricalCrossentropy`).
public struct CategoricalCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "CategoricalCrossentropy"

    /// Creates the loss.
    public init() {}

    /// One-hot rows; one output alone cannot be a distribution.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth > 1 ? .oneHot : nil }
}
