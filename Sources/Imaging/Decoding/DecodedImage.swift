/// What decoding gave: the image, and what a reader of results should know about it.
public struct DecodedImage: Hashable, Sendable {
    /// Something about a file that is no error.
    public enum Remark: Hashable, Sendable {
        /// 16-bit grey samples v were scaled to round(v / 257); Pillow, and so Keras, clips them to 255.
        case scaledFrom16Bit
    }

    /// The image, of the channels that were asked for.
    public var image: PixelImage
    /// What is to be said about the file.
    public var remarks: Set<Remark>
}
