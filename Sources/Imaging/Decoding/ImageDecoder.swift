import Plan

/// JPEG and PNG files to pixels: those that Pillow gives for `Image.open(file).convert("RGB")`, or `convert("L")` for grey.
///
/// Alpha is dropped, colour profiles, gamma and the orientation of EXIF are ignored, as Keras's loader does. One thing differs: 16-bit
/// grey is scaled (round(v / 257)), where Pillow clips it to 255, and the result says so.
public enum ImageDecoder {
    /// The most pixels that are read: the number above which Pillow warns of a decompression bomb.
    public static let maximumPixels = 89_478_485

    /// Decodes the bytes of a file; its name plays no part.
    ///
    /// - Parameter keepsGrey: Whether an image that is stored with one channel keeps it where colours are asked for: the three would be
    ///   equal, so nothing is lost.
    public static func decode(
        _ bytes: [UInt8], colorMode: DatasetPlan.ColorMode, keepsGrey: Bool = false
    ) throws(ImageError) -> DecodedImage {
        guard !bytes.isEmpty else { throw .empty }
        var decoded: DecodedImage
        switch FileSignature(bytes) {
        case .jpeg: decoded = try JPEGDecoder.decode(bytes, colorMode: colorMode)
        case .png: decoded = try PNGDecoder.decode(bytes, colorMode: colorMode)
        case .other(let name, let remedy): throw .notAnImage(looksLike: name, remedy: remedy)
        }
        if colorMode == .rgb, decoded.image.channels == 1, !keepsGrey {
            decoded.image = ColorConversion.rgb(fromGrey: decoded.image)
        }
        return decoded
    }

    /// The file of the library that decodes JPEG, which tells no version; nil where the system does not say.
    public static var jpegLibrary: String? { JPEGDecoder.file }

    /// What decides the pixels of a file beside this program's own code: which libraries decode. Another text, perhaps other pixels.
    public static let libraries = "TurboJPEG \(JPEGDecoder.library), libpng \(ImageEncoder.libraryVersion)"

    /// Checks a claimed size before memory is taken for it.
    static func checkSize(width: Int, height: Int) throws(ImageError) {
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= maximumPixels else { throw .tooLarge(width: width, height: height) }
    }
}
