/// -sum(alpha (1 - p)^gamma t ln p) over the outputs of a sample, then the mean over samples (Lin et al. 2017;
/// `keras.losses.CategoricalFocalCrossentropy`).
public struct CategoricalFocalCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "CategoricalFocalCrossentropy"
    /// What everything is multiplied by.
    public var alpha: Double
    /// How much less an easy sample counts.
    public var gamma: Double
    /// Whether outputs are logits: the loss then applies the softmax that the model leaves out.
    public var fromLogits: Bool
    /// The share of a target that is spread evenly over the classes.
    public var labelSmoothing: Double

    /// Creates the loss with Keras's defaults.
    public init(alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false, labelSmoothing: Double = 0) {
        self.alpha = alpha
        self.gamma = gamma
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
    }

    /// One-hot rows; one output alone cannot be a distribution.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth > 1 ? .oneHot : nil }
}
