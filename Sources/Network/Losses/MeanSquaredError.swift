/// (t - y)², mean over the outputs of a sample, then over samples (`keras.losses.MeanSquaredError`).
public struct MeanSquaredError: Loss {
    /// The kind's name.
    public static let kind = "MeanSquaredError"

    /// Creates the loss.
    public init() {}

    /// One output takes 0 or 1, several take one-hot rows.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth == 1 ? .binary : .oneHot }
}
