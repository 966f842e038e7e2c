/// Why bytes gave no image; the caller adds the file's name.
public enum ImageError: Error, Hashable, Sendable {
    /// The formats that are read.
    public enum Format: String, Hashable, Sendable {
        /// JPEG.
        case jpeg = "JPEG"
        /// PNG.
        case png = "PNG"
    }

    /// No bytes at all.
    case empty
    /// Neither JPEG nor PNG: what the first bytes look like ("a GIF image", "a web page"), and what to do about it.
    case notAnImage(looksLike: String, remedy: String)
    /// The file ends before the image does; what the decoder said.
    case truncated(Format, reason: String)
    /// The file contradicts itself; what the decoder said.
    case damaged(Format, reason: String)
    /// A valid file of a kind that the decoder cannot read; what it said.
    case unsupported(Format, reason: String)
    /// More pixels than `ImageDecoder.maximumPixels`.
    case tooLarge(width: Int, height: Int)
    /// An image could not be written; what the encoder said.
    case notWritten(reason: String)

    /// What is wrong, as the end of a sentence that starts with the file's name: "is empty", "is a GIF image, …".
    public var message: String {
        switch self {
        case .empty: "is empty"
        case .notAnImage(let looksLike, _): "is \(looksLike), not a JPEG or PNG image"
        case .truncated(let format, let reason): "is a \(format.rawValue) image that is cut short (\(reason))"
        case .damaged(let format, let reason): "is a damaged \(format.rawValue) image (\(reason))"
        case .unsupported(let format, let reason): "is a \(format.rawValue) image of a kind that cannot be read (\(reason))"
        case .tooLarge(let width, let height):
            "claims to be \(width) x \(height) pixels, more than the \(ImageDecoder.maximumPixels) that are read"
        case .notWritten(let reason): "could not be written as PNG (\(reason))"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .notAnImage(_, let remedy): remedy
        case .empty, .truncated, .damaged: "fetch the file again, or set on_error: skip to leave such files out"
        case .unsupported: "save it as an 8-bit JPEG or PNG, or set on_error: skip to leave such files out"
        case .tooLarge: "scale it down first, or set on_error: skip to leave such files out"
        case .notWritten: "check the size of the image"
        }
    }
}
