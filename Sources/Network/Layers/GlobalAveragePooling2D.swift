/// The mean of each channel over the whole image (`keras.layers.GlobalAveragePooling2D`).
///
/// Input (H, W, C); output (C), or (1, 1, C) with `keepdims`.
public struct GlobalAveragePooling2D: Layer {
    /// The kind's name.
    public static let kind = "GlobalAveragePooling2D"
    /// Whether height and width remain, as 1.
    public var keepdims: Bool

    /// Creates the layer.
    public init(keepdims: Bool = false) { self.keepdims = keepdims }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        let channels = try input.image(for: Self.kind).channels
        return Shape(keepdims ? [1, 1, channels] : [channels])
    }
}
