/// All values of a sample in one row, in the order height, width, channels (`keras.layers.Flatten`).
public struct Flatten: Layer {
    /// The kind's name.
    public static let kind = "Flatten"

    /// Creates the layer.
    public init() {}

    /// One axis with all values.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { Shape([input.count]) }
}
