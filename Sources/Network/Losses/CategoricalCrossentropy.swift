/// -sum(t ln p) over the outputs of a sample, then the mean over samples (`keras.losses.CategoricalCrossentropy`).
public struct CategoricalCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "CategoricalCrossentropy"
    /// Whether outputs are logits: the loss then applies the softmax that the model leaves out.
    @LaterArgument<False> public var fromLogits: Bool
    /// The share of a target that is spread evenly over the classes.
    @LaterArgument<Zero> public var labelSmoothing: Double

    /// Creates the loss with Keras's defaults.
    public init(fromLogits: Bool = false, labelSmoothing: Double = 0) {
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
    }

    /// One-hot rows; one output alone cannot be a distribution.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth > 1 ? .oneHot : nil }
}
