/// Mirrors an image with probability one half an axis (`keras.layers.RandomFlip`).
public struct RandomFlip: AugmentationKind {
    /// The kind's name.
    public static let kind = "RandomFlip"
    /// Which ways.
    public enum Mode: String, Codable, Sendable, CaseIterable {
        /// Left and right.
        case horizontal
        /// Up and down.
        case vertical
        /// Each by its own draw.
        case both = "horizontal_and_vertical"
    }
    /// Which ways.
    public var mode: Mode
    /// Creates the augmentation.
    public init(mode: Mode = .both) { self.mode = mode }
    /// Always.
    public var isRandom: Bool { true }
}
