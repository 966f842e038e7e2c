/// Rows and columns of zeros around an image (`keras.layers.ZeroPadding2D`).
///
/// Input (H, W, C); output (top + H + bottom, left + W + right, C).
public struct ZeroPadding2D: Layer {
    /// The kind's name.
    public static let kind = "ZeroPadding2D"
    /// `[[top, bottom], [left, right]]`.
    public var padding: [[Int]]

    /// Creates the layer.
    public init(padding: [[Int]] = [[1, 1], [1, 1]]) { self.padding = padding }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(border: padding, "padding", of: Self.kind)
        let (height, width, channels) = try input.image(for: Self.kind)
        return Shape([height + padding[0][0] + padding[0][1], width + padding[1][0] + padding[1][1], channels])
    }
}
