/// Scales an image about its centre by one factor from U(1 - range, 1 + range), bilinear (`keras.layers.RandomZoom`).
public struct RandomZoom: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomZoom"
    /// The largest change: 0.1 is ±10 %; a factor above 1 zooms out, as in Keras.
    public var range: Double
    /// What lies outside.
    public var fillMode: FillMode
    /// The value outside, for `constant`.
    public var fillValue: Double
    /// Creates the augmentation.
    public init(range: Double, fillMode: FillMode = .reflect, fillValue: Double = 0) {
        self.range = range
        self.fillMode = fillMode
        self.fillValue = fillValue
    }
    /// Always.
    public var isRandom: Bool { true }
}
