/// Adds 255 d to every value, d from U(-factor, factor), and clips to 0...255 (`keras.layers.RandomBrightness`).
public struct RandomBrightness: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomBrightness"
    /// The largest change, as a share of the range 0...255.
    public var factor: Double
    /// Creates the augmentation.
    public init(factor: Double) { self.factor = factor }
    /// Always.
    public var isRandom: Bool { true }
}
