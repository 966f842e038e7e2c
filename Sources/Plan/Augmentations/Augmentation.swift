import Network

/// What is done to the pixels of one image (float values, 0 to 255 at first), as a value; Imaging does it.
public protocol AugmentationKind: Kind {
    /// Whether two applications to the same image may differ.
    var isRandom: Bool { get }
}

/// All augmentations of the language.
public enum AugmentationFamily: KindFamily {
    /// Every kind of augmentation.
    public static let members: [any Kind.Type] = [
        ImageDataGenerator.self, PreprocessInput.self, RandomBrightness.self, RandomContrast.self, RandomFlip.self,
        RandomRotation.self, RandomTranslation.self, RandomZoom.self, Rescale.self,
    ]
    /// A kind as an augmentation.
    public static func cast(_ kind: any Kind) -> (any AugmentationKind)? { kind as? any AugmentationKind }
}

/// One entry of an augmentation stack.
public typealias Augmentation = OneOf<AugmentationFamily>
