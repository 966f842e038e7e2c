import CPixels

/// An image of 8-bit samples: rows from the top, channels interleaved (height x width x channels).
public struct PixelImage: Hashable, Sendable {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// Samples a pixel: 1 (grey) or 3 (red, green, blue).
    public let channels: Int
    /// The samples, 0 to 255.
    public private(set) var pixels: [UInt8]

    /// Wraps samples; their number must be height x width x channels.
    public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
        precondition(height > 0 && width > 0 && channels > 0 && pixels.count == height * width * channels)
        self.height = height
        self.width = width
        self.channels = channels
        self.pixels = pixels
    }

    /// Makes an image whose samples, height x width x channels of them, `fill` sets; it must set all.
    init(height: Int, width: Int, channels: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        let count = height * width * channels
        self.init(
            height: height, width: width, channels: channels,
            pixels: [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                initialized = count
            })
    }

    /// The same in one channel where three are equal everywhere; otherwise the image as it is.
    public var withoutEqualChannels: PixelImage {
        guard channels == 3 else { return self }
        let area = height * width
        return pixels.withUnsafeBufferPointer { source in
            guard cpixels_is_grey(source.baseAddress, area) else { return self }
            return PixelImage(height: height, width: width, channels: 1) {
                cpixels_first(source.baseAddress, $0.baseAddress, area)
            }
        }
    }
}
