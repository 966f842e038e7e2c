import Plan

/// JPEG and PNG files to pixels, those of Pillow's `Image.open(file).convert("RGB")` or `convert("L")`.
public enum ImageDecoder {
    /// The most pixels that are read: above it Pillow warns of a decompression bomb.
    public static let maximumPixels = 89_478_485

    /// Decodes the bytes of a file.
    public static func decode(_ bytes: [UInt8], colorMode: DatasetPlan.ColorMode) throws(ImageError) -> DecodedImage {
        throw .empty
    }
}
