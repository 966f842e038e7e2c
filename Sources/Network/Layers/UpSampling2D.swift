/// An image at a multiple of its size (`keras.layers.UpSampling2D`).
///
/// Input (H, W, C); output (H size, W size', C). Bilinear interpolation is `keras.ops.image.resize`'s: the centres of pixels correspond, and
/// beyond the outermost ones their values go on.
public struct UpSampling2D: Layer {
    /// The kind's name.
    public static let kind = "UpSampling2D"

    /// What lies between pixels.
    public enum Interpolation: String, Codable, Sendable, CaseIterable {
        /// The nearest pixel: each becomes a rectangle.
        case nearest
        /// The weighted mean of the nearest two by two.
        case bilinear
    }

    /// Vertical and horizontal factor.
    public var size: [Int]
    /// What lies between pixels.
    public var interpolation: Interpolation

    /// Creates the layer.
    public init(size: [Int] = [2, 2], interpolation: Interpolation = .nearest) {
        self.size = size
        self.interpolation = interpolation
    }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(pair: size, "size", of: Self.kind)
        let (height, width, channels) = try input.image(for: Self.kind)
        return Shape([Limits.product([height, size[0]]), Limits.product([width, size[1]]), channels])
    }
}
