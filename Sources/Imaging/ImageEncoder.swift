import CPNG

/// Pixels to files.
public enum ImageEncoder {
    /// An 8-bit PNG, grey for one channel and RGB for three; the same bytes for the same pixels.
    public static func png(_ image: PixelImage) throws(ImageError) -> [UInt8] {
        guard image.channels == 1 || image.channels == 3 else {
            throw .notWritten(reason: "\(image.channels) channels; 1 and 3 can be written")
        }
        guard let height = UInt32(exactly: image.height), let width = UInt32(exactly: image.width) else {
            throw .notWritten(reason: "\(image.width) x \(image.height) pixels are too many")
        }
        var file = cpng_file()
        defer { cpng_file_release(&file) }
        guard cpng_write(image.pixels, height, width, Int32(image.channels), &file) else {
            throw .notWritten(
                reason: withUnsafeBytes(of: file.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}

extension ImageEncoder {
    /// The version of libpng: `1.6.39`.
    public static var libraryVersion: String { String(cString: cpng_version()) }
}
