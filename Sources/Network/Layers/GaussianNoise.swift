/// While training, adds to each value a draw of the normal distribution of mean 0 (`keras.layers.GaussianNoise`). Shapes pass through.
public struct GaussianNoise: Layer {
    /// The kind's name.
    public static let kind = "GaussianNoise"
    /// The distribution's standard deviation.
    public var stddev: Double

    /// Creates the layer.
    public init(stddev: Double) { self.stddev = stddev }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
}
