/// Turns an image about its centre by an angle from U(-degrees, degrees), bilinear (`keras.layers.RandomRotation`).
public struct RandomRotation: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomRotation"
    /// The largest angle, in degrees.
    public var degrees: Double
    /// What lies outside.
    public var fillMode: FillMode
    /// The value outside, for `constant`.
    public var fillValue: Double
    /// Creates the augmentation.
    public init(degrees: Double, fillMode: FillMode = .reflect, fillValue: Double = 0) {
        self.degrees = degrees
        self.fillMode = fillMode
        self.fillValue = fillValue
    }
    /// Always.
    public var isRandom: Bool { true }
}
