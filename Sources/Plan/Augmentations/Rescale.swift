/// Multiplies every value, and adds (`keras.layers.Rescaling`; `rescale` of ImageDataGenerator).
public struct Rescale: AugmentationKind {
    /// The kind's name.
    public static let kind = "rescale"
    /// The factor: 1/255.
    public var scale: Double
    /// What is added after multiplying.
    public var offset: Double
    /// Creates the augmentation.
    public init(scale: Double, offset: Double = 0) {
        self.scale = scale
        self.offset = offset
    }
    /// Never.
    public var isRandom: Bool { false }
}
