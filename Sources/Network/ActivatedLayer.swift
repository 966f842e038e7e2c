/// A layer that ends in an activation function, which engines may compute with it or leave to the loss.
public protocol ActivatedLayer: Layer {
    /// What is applied last.
    var activation: ActivationFunction { get }
}
