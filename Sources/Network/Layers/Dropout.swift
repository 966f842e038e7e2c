/// While training, zeroes each value with probability `rate` and divides the others by 1 - rate (`keras.layers.Dropout`).
public struct Dropout: Layer {
    /// The kind's name.
    public static let kind = "Dropout"
    /// The share of values dropped, 0 to below 1.
    public var rate: Double
    /// The extents of what is drawn for a sample: the input's, or 1 along an axis whose values are dropped together, so that (1, 1, 1) drops
    /// whole samples (stochastic depth); nil draws for each value. Keras writes the batch in front, as None.
    public var noiseShape: [Int]?

    /// Creates the layer.
    public init(rate: Double, noiseShape: [Int]? = nil) {
        self.rate = rate
        self.noiseShape = noiseShape
    }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        if let noiseShape {
            guard noiseShape.count == input.rank, zip(noiseShape, input.extents).allSatisfy({ $0 == 1 || $0 == $1 }) else {
                throw ShapeError(
                    "the noise_shape of Dropout is \(Shape(noiseShape)), and its input has the shape \(input)",
                    help: ["each extent is the input's or 1, without the batch"])
            }
        }
        return input
    }
}
