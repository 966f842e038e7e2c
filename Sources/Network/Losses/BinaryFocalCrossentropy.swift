/// Binary cross-entropy times (1 - q)^gamma, q being the probability of the truth (Lin et al. 2017;
/// `keras.losses.BinaryFocalCrossentropy`).
public struct BinaryFocalCrossentropy: Loss {
    /// The kind's name.
    public static let kind = "BinaryFocalCrossentropy"
    /// Whether class 1 is weighed by alpha and class 0 by 1 - alpha.
    public var applyClassBalancing: Bool
    /// The weight of class 1.
    public var alpha: Double
    /// How much less an easy sample counts.
    public var gamma: Double
    /// Whether outputs are logits: the loss then applies the sigmoid that the model leaves out.
    public var fromLogits: Bool
    /// The share of each target that becomes 0.5.
    public var labelSmoothing: Double

    /// Creates the loss with Keras's defaults.
    public init(
        applyClassBalancing: Bool = false, alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false,
        labelSmoothing: Double = 0
    ) {
        self.applyClassBalancing = applyClassBalancing
        self.alpha = alpha
        self.gamma = gamma
        self.fromLogits = fromLogits
        self.labelSmoothing = labelSmoothing
    }

    /// One output takes 0 or 1, several take one-hot rows.
    public func targetEncoding(outputWidth: Int) -> TargetEncoding? { outputWidth == 1 ? .binary : .oneHot }
}
