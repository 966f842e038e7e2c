/// -(t ln p + (1 - t) ln(1 - p)), mean over the outputs of a sample, then over samples (`keras.losses.BinaryCrossentropy`).
public struct BinaryCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "BinaryCrossentropy"

    /// Creates the loss.
    public init() {}

    /// One output takes 0 or 1, several take one-hot rows.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth == 1 ? .binary : .oneHot }
}
