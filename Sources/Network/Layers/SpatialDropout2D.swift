/// While training, zeroes each channel of each sample as a whole with probability `rate` and divides the others by 1 - rate (Tompson et
/// al. 2015; `keras.layers.SpatialDropout2D`).
public struct SpatialDropout2D: Layer {
    /// The kind's name.
    public static let kind = "SpatialDropout2D"
    /// The share of channels dropped, 0 to below 1.
    public var rate: Double

    /// Creates the layer.
    public init(rate: Double) { self.rate = rate }

    /// The input's, an image's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        _ = try input.image(for: Self.kind)
        return input
    }
}
