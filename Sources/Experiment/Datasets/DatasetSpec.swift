import Plan

/// A data set as written; paths are absolute.
public struct DatasetSpec: Sendable {
    /// Keras's sizes for whoever writes none (`flow_from_directory`: 256 x 256 in batches of 32), and this language's other defaults.
    private static let defaults = DatasetPlan(
        name: "", source: .synthetic(radiographs: SyntheticRadiographs()),
        imageSize: DatasetPlan.ImageSize(height: 256, width: 256))

    /// A folder with one folder of images a class.
    @Located public var folder: String?
    /// A manifest.
    @Located public var csv: String?
    /// What the manifest's relative paths start from; its own folder where nothing is written.
    @Located public var root: String?
    /// Drawn images.
    @Located public var synthetic: SyntheticRadiographs?
    /// The rows of a manifest to keep, by their `split` column.
    @Located public var split: String?
    /// The classes in label order; nil takes the source's, sorted.
    @Located public var classes: [Located<String>]?
    /// The size that images are brought to.
    @Located public var imageSize = defaults.imageSize
    /// Images a batch.
    @Located public var batchSize = defaults.batchSize
    /// What happens to pixels, in order.
    @Located public var augmentation: [Reference<AugmentationSpec>] = []
    /// What a pixel is.
    @Located public var colorMode = defaults.colorMode
    /// How an image is brought to its size.
    @Located public var interpolation = defaults.interpolation
    /// Whether each pass over the data has an order of its own.
    @Located public var shuffle = defaults.shuffle
    /// Where draws come from.
    @Located public var rng = defaults.rng
    /// The seed of the draws; nil takes the experiment's.
    @Located public var seed: Int?
    /// What happens to a file that cannot be decoded.
    @Located public var onError = defaults.onError
    /// The most images to use of each class.
    @Located public var limit: Int?
    /// The weight of each class in the training loss; nil weighs all alike.
    @Located public var classWeight: ClassWeightSpec?
    /// How often images come in a training; nil lets each come once a pass.
    @Located public var sampling: DatasetPlan.Sampling?
    /// The bytes of decoded pixels to keep in memory.
    @Located public var cacheBytes = defaults.cacheBytes

    /// The source, with the place of its path or kind; nil only where none could be read.
    public var source: Located<DatasetSource>? {
        if let folder { return Located(.folder(path: folder), at: $folder.position, length: $folder.length) }
        if let csv {
            let start = root ?? FilePath.folder(of: csv)
            return Located(.csv(path: csv, root: start), at: $csv.position, length: $csv.length)
        }
        return synthetic.map { Located(.synthetic(radiographs: $0), at: $synthetic.position, length: $synthetic.length) }
    }
}

extension DatasetSpec: Declared {
    static let declaration: Declaration<DatasetSpec> = Declaration(
        thing: "a data set",
        rules: [
            .exactlyOne(["folder", "csv", "synthetic"]), .needs("root", beside: "csv"), .needs("split", beside: "csv"),
        ], start: DatasetSpec(), "Where images and labels come from, and how they become batches."
    ) {
        Field("folder", \.$folder, .some(.path), "A folder with one folder of images a class.")
        Field("csv", \.$csv, .some(.path), "A manifest with the columns path, label and perhaps split; its order is kept.")
        Field(
            "root", \.$root, .optional(.path), "What the manifest's relative paths start from; its own folder where not written.")
        Field("synthetic", \.$synthetic, .some(Kinds.synthetics.type.map { $0.value }), "Images drawn from a seed.")
        Field("split", \.$split, .optional(.text), examples: ["train"], "The rows of a manifest to keep, by their split column.")
        Field(
            "classes", \.$classes, .optional(.locatedList(of: .text, atLeast: 1)), examples: [["NORMAL", "PNEUMONIA"]],
            "The classes in label order; what the source holds, sorted, where not written.")
        Field(
            "image_size", \.$imageSize, .imageSize, formerly: ["target_size"], examples: [150, [150, 150]],
            "Height and width in pixels that images are brought to; one number for both.")
        Field("batch_size", \.$batchSize, .integer(1...65536), "Images a batch.")
        Field(
            "augmentation", \.$augmentation, .references(to: Kinds.augmentations),
            "What happens to pixels, in order: augmentations, or names of stacks of them.")
        Field("color_mode", \.$colorMode, .choice(), "Whether a pixel has three channels or one.")
        Field("interpolation", \.$interpolation, .choice(), "How an image is brought to its size.")
        Field("shuffle", \.$shuffle, .boolean, "Whether each pass over the data has an order of its own.")
        Field("rng", \.$rng, .choice(), "Where draws come from; numpy-legacy replays `flow_from_directory(seed=…)`.")
        Field("seed", \.$seed, .optional(.seed), "The seed of the draws; the experiment's where not written.")
        Field("on_error", \.$onError, .choice(), "What happens where a file cannot be decoded, or is not what it was.")
        Field("limit", \.$limit, .optional(.integer(1...)), "The most images to use of each class, the first in order.")
        Field(
            "class_weight", \.$classWeight, .optional(.classWeight), examples: ["balanced", ["NORMAL": 2, "PNEUMONIA": 1]],
            "The weight of each class in the training loss: by class name, or balanced, so that all classes weigh alike.")
        Field(
            "sampling", \.$sampling, .optional(.choice()), examples: ["balanced"],
            "How often images come in a training: once a pass where not written, or balanced, each class equally often.")
        Field(
            "cache", \.$cacheBytes, .byteCount, examples: ["512MiB", "2GB", "none"],
            "The amount of memory for decoded pixels.")
    }
}

extension ValueType<DatasetPlan.ImageSize> {
    /// Height and width, or one number for both.
    fileprivate static let imageSize: Self = ValueType<[Int]>.oneOrPair(1...16384).map(
        { DatasetPlan.ImageSize(height: $0.first ?? 1, width: $0.last ?? 1) },
        json: { [.integer($0.height), .integer($0.width)] })
}
