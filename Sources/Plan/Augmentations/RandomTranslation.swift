/// Moves an image by shares of its extents from U(-height, height) and U(-width, width), bilinear (`keras.layers.RandomTranslation`).
public struct RandomTranslation: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomTranslation"
    /// The largest vertical move, as a share of the height.
    public var height: Double
    /// The largest horizontal move, as a share of the width.
    public var width: Double
    /// What lies outside.
    public var fillMode: FillMode
    /// The value outside, for `constant`.
    public var fillValue: Double
    /// Creates the augmentation.
    public init(height: Double, width: Double, fillMode: FillMode = .reflect, fillValue: Double = 0) {
        self.height = height
        self.width = width
        self.fillMode = fillMode
        self.fillValue = fillValue
    }
    /// Always.
    public var isRandom: Bool { true }
}
