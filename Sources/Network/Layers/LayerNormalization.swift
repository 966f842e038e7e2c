/// Normalization over the channels of each place of each sample (Ba et al. 2016; `keras.layers.LayerNormalization`, axis -1).
///
/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the biased variance. Shapes pass through.
public struct LayerNormalization: Layer {
    /// The kind's name.
    public static let kind = "LayerNormalization"
    /// What is added to the variance.
    public var epsilon: Double
    /// Whether beta is added.
    public var center: Bool
    /// Whether gamma multiplies.
    public var scale: Bool

    /// Creates the layer with Keras's defaults.
    public init(epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true) {
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
    }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

    /// gamma, beta; each (channels).
    public func parameters(for input: Shape) -> [Parameter] { .scaleAndShift(input, scale: scale, center: center) }
}

extension [Parameter] {
    /// gamma and beta of a normalization, in Keras's order.
    static func scaleAndShift(_ input: Shape, scale: Bool, center: Bool) -> [Parameter] {
        let shape = [input.extents.last ?? 0]
        return (scale ? [Parameter(name: "gamma", shape: shape, initializer: .ones)] : [])
            + (center ? [Parameter(name: "beta", shape: shape, initializer: .zeros)] : [])
    }
}
