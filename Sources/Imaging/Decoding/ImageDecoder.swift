import Plan

/// JPEG and PNG files to pixels: those that Pillow gives for `Image.open(file).convert("RGB")`, or `convert("L")` for grey.
///
/// Alpha is dropped, colour profiles, gamma and the orientation of EXIF are ignored, as Keras's loader does. One thing differs: 16-bit
/// grey is scaled (round(v / 257)), where Pillow clips it to 255, and the result says so.
public enum ImageDecoder {
    /// The most pixels that are read: the number above which Pillow warns of a decompression bomb.
    public static let maximumPixels = 89_478_485

    /// Decodes the bytes of a file; its name plays no part.
    public static func decode(_ bytes: [UInt8], colorMode: DatasetPlan.ColorMode) throws(ImageError) -> DecodedImage {
        guard !bytes.isEmpty else { throw .empty }
        switch FileSignature(bytes) {
        case .jpeg: return try JPEGDecoder.decode(bytes, colorMode: colorMode)
        case .png: return try PNGDecoder.decode(bytes, colorMode: colorMode)
        case .other(let name, let remedy): throw .notAnImage(looksLike: name, remedy: remedy)
        }
    }

    /// Checks a claimed size before memory is taken for it.
    static func checkSize(width: Int, height: Int) throws(ImageError) {
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= maximumPixels else { throw .tooLarge(width: width, height: height) }
    }
}
