import Imaging
import Plan
import Synchronization

/// Decoded and resized 8-bit pixels in this process's memory, kept up to a budget of bytes; what comes after is fetched anew each
/// time.
///
/// Only what ``PixelStore`` does not hold is kept here: what it holds is in the page cache already, once for all processes.
/// Data sets that share files (a test set, and the same one damaged) may share one. Nothing is ever thrown out: in a pass over
/// the data every image is wanted once, so replacing one by another gains nothing.
public final class PixelCache: Sendable {
    /// What determines the pixels.
    struct Key: Hashable, Sendable {
        var origin: DatasetIndex.Origin
        /// What is drawn, where the origin is no file.
        var phantoms: SyntheticRadiographs?
        var size: DatasetPlan.ImageSize
        var mode: DatasetPlan.ColorMode
        var interpolation: DatasetPlan.Interpolation
    }

    /// The most bytes of pixels to keep.
    public let budget: Int
    private let content = Mutex<(images: [Key: PixelImage], bytes: Int)>(([:], 0))

    /// Creates an empty cache.
    public init(budget: Int) { self.budget = max(budget, 0) }

    /// The bytes of pixels that it keeps now.
    public var bytes: Int { content.withLock { $0.bytes } }

    func image(_ key: Key) -> PixelImage? { content.withLock { $0.images[key] } }

    func keep(_ image: PixelImage, for key: Key) {
        content.withLock { content in
            guard image.pixels.count <= budget - content.bytes, content.images[key] == nil else { return }
            content.images[key] = image
            content.bytes += image.pixels.count
        }
    }
}
