import Plan

/// Images brought to another size, bit-identical to Pillow's `Image.resize`.
public enum Resampler {
    /// The image, of 1 or 3 channels, at a size of at least 1 x 1; an image of that size already is returned as it is.
    public static func resize(
        _ image: PixelImage, height: Int, width: Int, interpolation: DatasetPlan.Interpolation
    ) -> PixelImage {
        precondition(height > 0 && width > 0 && (image.channels == 1 || image.channels == 3))
        guard image.height != height || image.width != width else { return image }
        return switch interpolation {
        case .nearest: NearestResampler.resize(image, height: height, width: width)
        case .bilinear: BilinearResampler.resize(image, height: height, width: width)
        }
    }
}
