/// Pixels to files.
public enum ImageEncoder {
    /// An 8-bit PNG, grey for one channel and RGB for three; the same bytes for the same pixels.
    public static func png(_ image: PixelImage) throws(ImageError) -> [UInt8] { throw .notWritten(reason: "") }
}
