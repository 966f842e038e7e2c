/// x above 0, `negativeSlope` x below it (`keras.layers.LeakyReLU`).
public struct LeakyReLU: ActivationLayer {
    /// The kind's name.
    public static let kind = "LeakyReLU"
    /// The slope below 0.
    public var negativeSlope: Double

    /// Creates the layer.
    public init(negativeSlope: Double = 0.3) { self.negativeSlope = negativeSlope }

    /// See the type.
    public var activation: ActivationFunction { .rectifier(slope: negativeSlope, threshold: 0, most: nil) }
}
