/// scale x + offset (`keras.layers.Rescaling`). Shapes pass through.
public struct Rescaling: Layer {
    /// The kind's name.
    public static let kind = "Rescaling"
    /// The factor: one number, or one for each channel (the last axis).
    public var scale: [Double]
    /// What is added: likewise.
    public var offset: [Double]

    /// Creates the layer.
    public init(scale: [Double], offset: [Double] = [0]) {
        self.scale = scale
        self.offset = offset
    }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        try input.check(channels: scale, "scale", of: Self.kind)
        try input.check(channels: offset, "offset", of: Self.kind)
        return input
    }
}
