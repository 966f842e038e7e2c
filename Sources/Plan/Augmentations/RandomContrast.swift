/// Scales each channel about its mean by a factor from U(1 - factor, 1 + factor) and clips to 0...255 (`keras.layers.RandomContrast`).
public struct RandomContrast: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomContrast"
    /// The largest change of the factor.
    public var factor: Double
    /// Creates the augmentation.
    public init(factor: Double) { self.factor = factor }
    /// Always.
    public var isRandom: Bool { true }
}
