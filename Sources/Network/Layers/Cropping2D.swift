/// An image without some rows and columns at its border (`keras.layers.Cropping2D`).
///
/// Input (H, W, C); output (H - top - bottom, W - left - right, C).
public struct Cropping2D: Layer {
    /// The kind's name.
    public static let kind = "Cropping2D"
    /// `[[top, bottom], [left, right]]`.
    public var cropping: [[Int]]

    /// Creates the layer; Keras's default takes nothing away.
    public init(cropping: [[Int]] = [[0, 0], [0, 0]]) { self.cropping = cropping }

    /// See the type.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try Limits.check(border: cropping, "cropping", of: Self.kind)
        let (height, width, channels) = try input.image(for: Self.kind)
        let rest = [height - cropping[0][0] - cropping[0][1], width - cropping[1][0] - cropping[1][1]]
        guard rest[0] > 0, rest[1] > 0 else {
            throw ShapeError(
                "Cropping2D takes \(cropping[0][0]) + \(cropping[0][1]) rows and \(cropping[1][0]) + \(cropping[1][1]) columns of an "
                    + "image of the shape \(input)", help: ["leave at least one row and one column"])
        }
        return Shape(rest + [channels])
    }
}
