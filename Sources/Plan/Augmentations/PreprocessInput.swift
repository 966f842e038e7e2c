/// Brings pixels to what the published weights of a family of backbones were trained on (`keras.applications.imagenet_utils.preprocess_input`).
public struct PreprocessInput: AugmentationKind {
    /// The kind's name.
    public static let kind = "preprocess_input"
    /// Which family; Keras's words.
    public enum Mode: String, Codable, Sendable, CaseIterable {
        /// Channels in the order blue, green, red, each less its mean over ImageNet; not scaled (VGG, ResNet).
        case caffe
        /// From -1 to 1 (MobileNetV2, ResNet V2).
        case tf
        /// From 0 to 1, then each channel less ImageNet's mean and over its deviation (DenseNet; torchvision's weights).
        case torch
    }
    /// Which family.
    public var mode: Mode
    /// Creates the augmentation.
    public init(mode: Mode) { self.mode = mode }
    /// Never.
    public var isRandom: Bool { false }
    /// Whether it treats channels differently, and so needs all three.
    public var needsColour: Bool { mode != .tf }
}
