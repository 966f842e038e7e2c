/// An activation function as a layer of its own (`keras.layers.Activation`). Shapes pass through.
public struct Activation: ActivationLayer {
    /// The kind's name.
    public static let kind = "Activation"
    /// What is applied.
    public var activation: ActivationFunction

    /// Creates the layer.
    public init(_ activation: ActivationFunction) { self.activation = activation }
}
