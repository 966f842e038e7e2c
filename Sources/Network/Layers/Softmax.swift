/// exp(x) / sum(exp(x)) over the last axis (`keras.layers.Softmax`, axis -1).
public struct Softmax: ActivationLayer {
    /// The kind's name.
    public static let kind = "Softmax"

    /// Creates the layer.
    public init() {}

    /// See the type.
    public var activation: ActivationFunction { .softmax }
}
