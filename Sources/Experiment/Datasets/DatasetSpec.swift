import Plan

/// A data set as written; paths are absolute.
public struct DatasetSpec: Sendable {
    /// Keras's sizes for whoever writes none (`flow_from_directory`: 256 x 256 in batches of 32), and this language's other defaults.
    private static let defaults = DatasetPlan(
        name: "", source: .synthetic(SyntheticRadiographs()), imageSize: DatasetPlan.ImageSize(height: 256, width: 256))

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
    /// The weight of each class in the training loss, by class name.
    @Located public var classWeight: [Named<Double>]?
    /// The bytes of decoded pixels to keep in memory.
    @Located public var cacheBytes = defaults.cacheBytes

    /// The source, with the place of its path or kind; nil only where none could be read.
    public var source: Located<DatasetSource>? {
        if let folder { return Located(.folder(path: folder), at: $folder.position, length: $folder.length) }
        if let csv {
            let start = root ?? String(csv.prefix(upTo: csv.lastIndex(of: "/") ?? csv.startIndex))
            return Located(.csv(path: csv, root: start.isEmpty ? "/" : start), at: $csv.position, length: $csv.length)
        }
        return synthetic.map { Located(.synthetic($0), at: $synthetic.position, length: $synthetic.length) }
    }
}
