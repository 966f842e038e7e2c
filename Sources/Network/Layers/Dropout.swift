/// While training, zeroes each value with probability `rate` and divides the others by 1 - rate (`keras.layers.Dropout`).
public struct Dropout: Layer {
    /// The kind's name.
    public static let kind = "Dropout"
    /// The share of values dropped, 0 to below 1.
    public var rate: Double

    /// Creates the layer.
    public init(rate: Double) { self.rate = rate }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
}
