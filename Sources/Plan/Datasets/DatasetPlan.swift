import Network

/// A data set: where its images lie, and how they become batches.
public struct DatasetPlan: Codable, Hashable, Sendable {
    /// Height and width in pixels.
    public struct ImageSize: Codable, Hashable, Sendable {
        /// Rows.
        public var height: Int
        /// Columns.
        public var width: Int
        /// Creates a size.
        public init(height: Int, width: Int) {
            self.height = height
            self.width = width
        }
    }

    /// What a pixel is.
    public enum ColorMode: String, Codable, Sendable, CaseIterable {
        /// Three channels.
        case rgb
        /// One channel, by Pillow's weights.
        case grayscale
        /// The number of channels.
        public var channels: Int { self == .rgb ? 3 : 1 }
    }

    /// How an image is brought to its size.
    public enum Interpolation: String, Codable, Sendable, CaseIterable {
        /// Pillow's NEAREST, position accumulated: the default of `flow_from_directory` in every era.
        case nearest
        /// Pillow's BILINEAR, which averages where it shrinks.
        case bilinear
    }

    /// Where the draws of shuffling and augmentation come from.
    public enum RandomSource: String, Codable, Sendable, CaseIterable {
        /// Pure functions of seed, pass and sample: the same with any number of threads.
        case stateless
        /// NumPy's legacy stream, reseeded with seed + batches seen before each batch, as `flow_from_directory(seed=…)` does.
        case numpyLegacy = "numpy-legacy"
    }

    /// How often an image comes in a training, where not every image comes once a pass.
    public enum Sampling: String, Codable, Sendable, CaseIterable {
        /// Each class comes equally often, by turns; a pass has as many images as ever, and each image of a class comes once before
        /// any comes again.
        case balanced
    }

    /// What happens to a file that cannot be decoded.
    public enum OnError: String, Codable, Sendable, CaseIterable {
        /// The run fails and names the file.
        case fail
        /// The file is left out, and named in a warning.
        case skip
    }

    /// Its name in the file.
    public var name: String
    /// Where images and labels come from.
    public var source: DatasetSource
    /// The rows of a manifest to keep, by their `split` column; nil keeps all.
    public var split: String?
    /// The classes in label order; what the file says, or what the source holds, sorted. Empty where nothing was probed.
    public var classes: [String]
    /// Images of each class, in label order; nil where nothing was probed.
    public var counts: [Int]?
    /// The size that images are brought to.
    public var imageSize: ImageSize
    /// Images a batch; the last one of a pass may be smaller.
    public var batchSize: Int
    /// What a pixel is.
    public var colorMode: ColorMode
    /// How an image is brought to its size.
    public var interpolation: Interpolation
    /// What happens to pixels, in order.
    public var augmentation: [Augmentation]
    /// Whether each pass over the data has an order of its own.
    public var shuffle: Bool
    /// Where draws come from.
    public var rng: RandomSource
    /// The seed of the draws; the plan's own where the data set has none.
    public var seed: Int
    /// What happens to a file that cannot be decoded.
    public var onError: OnError
    /// The most images to use of each class, the first in order; nil uses all.
    public var limit: Int?
    /// The weight of each class in the training loss, in label order; nil weighs all alike.
    public var classWeight: [Double]?
    /// How often images come in a training; nil lets each come once a pass.
    public var sampling: Sampling?
    /// The bytes of decoded pixels to keep in memory; 0 keeps none.
    public var cacheBytes: Int

    /// Creates a data set.
    public init(
        name: String, source: DatasetSource, split: String? = nil, classes: [String] = [], counts: [Int]? = nil,
        imageSize: ImageSize, batchSize: Int = 32, colorMode: ColorMode = .rgb, interpolation: Interpolation = .nearest,
        augmentation: [Augmentation] = [], shuffle: Bool = true, rng: RandomSource = .stateless, seed: Int = 0,
        onError: OnError = .fail, limit: Int? = nil, classWeight: [Double]? = nil, sampling: Sampling? = nil,
        cacheBytes: Int = 1 << 30
    ) {
        self.name = name
        self.source = source
        self.split = split
        self.classes = classes
        self.counts = counts
        self.imageSize = imageSize
        self.batchSize = batchSize
        self.colorMode = colorMode
        self.interpolation = interpolation
        self.augmentation = augmentation
        self.shuffle = shuffle
        self.rng = rng
        self.seed = seed
        self.onError = onError
        self.limit = limit
        self.classWeight = classWeight
        self.sampling = sampling
        self.cacheBytes = cacheBytes
    }

    /// The number of images, where probed.
    public var count: Int? { counts.map(Limits.sum) }
    /// The number of batches of one pass, where probed.
    public var batches: Int? { count.map { $0 / max(batchSize, 1) + ($0 % max(batchSize, 1) == 0 ? 0 : 1) } }

    /// For each class all images over the number of classes times its own; nil where nothing was probed, or a class has no image.
    public var balancedWeight: [Double]? {
        guard let counts, let count, !counts.isEmpty, counts.allSatisfy({ $0 > 0 }) else { return nil }
        return counts.map { Double(count) / (Double(counts.count) * Double($0)) }
    }
}
