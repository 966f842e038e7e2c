import Imaging
import Plan
import Synchronization

/// Decoded and resized 8-bit pixels, kept up to a budget of bytes; what comes after is made anew each time.
///
/// Data sets that share files (a test set, and the same one damaged) may share one. Nothing is ever thrown out: in a pass over
/// the data every image is wanted once, so replacing one by another gains nothing. Grey images in colour keep one channel of three.
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

    func image(_ key: Key) -> PixelImage? {
        guard let kept = content.withLock({ $0.images[key] }) else { return nil }
        return kept.channels == key.mode.channels ? kept : Self.coloured(kept)
    }

    func keep(_ image: PixelImage, for key: Key) {
        let kept = image.channels == 3 && Self.isGrey(image) ? Self.grey(image) : image
        content.withLock { content in
            guard kept.pixels.count <= budget - content.bytes, content.images[key] == nil else { return }
            content.images[key] = kept
            content.bytes += kept.pixels.count
        }
    }

    /// Whether the three channels of all pixels are equal.
    private static func isGrey(_ image: PixelImage) -> Bool {
        image.pixels.withUnsafeBufferPointer { pixels in
            for place in stride(from: 0, to: pixels.count - 2, by: 3)
            where pixels[place] != pixels[place + 1] || pixels[place] != pixels[place + 2] { return false }
            return true
        }
    }

    /// The first of three channels.
    private static func grey(_ image: PixelImage) -> PixelImage {
        let count = image.height * image.width
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            image.pixels.withUnsafeBufferPointer { input in for place in 0..<count { output[place] = input[place * 3] } }
            filled = count
        }
        return PixelImage(height: image.height, width: image.width, channels: 1, pixels: pixels)
    }

    /// One channel as three equal ones.
    private static func coloured(_ image: PixelImage) -> PixelImage {
        let count = image.height * image.width
        let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { output, filled in
            image.pixels.withUnsafeBufferPointer { input in
                for place in 0..<count {
                    output[place * 3] = input[place]
                    output[place * 3 + 1] = input[place]
                    output[place * 3 + 2] = input[place]
                }
            }
            filled = count * 3
        }
        return PixelImage(height: image.height, width: image.width, channels: 3, pixels: pixels)
    }
}
