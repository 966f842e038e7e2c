/// -(t ln p + (1 - t) ln(1 - p)), mean over the outputs of a sample, then over samples (`keras.losses.BinaryCrossentropy`).
public struct BinaryCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "BinaryCrossentropy"
    /// Whether outputs are logits: the loss then applies the sigmoid that the model leaves out.
    @LaterArgument<False> public var fromLogits: Bool
    /// The share of each target that becomes 0.5.
    @LaterArgument<Zero> public var labelSmoothing: Double

    /// Creates the loss with Keras's defaults.
    public init(fromLogits: Bool = false, labelSmoothing: Double = 0) {
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
    }

    /// One output takes 0 or 1, several take one-hot rows.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth == 1 ? .binary : .oneHot }
}
