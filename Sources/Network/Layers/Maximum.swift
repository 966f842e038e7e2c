/// The largest of its inputs, value by value (`keras.layers.Maximum`). Of equal ones the first has the gradient.
///
/// Inputs of one shape; or with extents of 1, which are as long as the others need.
public struct Maximum: MergeLayer {
    /// The kind's name.
    public static let kind = "Maximum"

    /// Creates the layer.
    public init() {}

    /// That of the inputs, where 1 gives way to what is larger.
    public func outputShape(joining inputs: [Shape]) throws(ShapeError) -> Shape {
        try Broadcast.shape(of: inputs, for: Self.kind)
    }
}
