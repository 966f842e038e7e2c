/// Normalization over batch and positions, channel by channel (Ioffe and Szegedy 2015; `keras.layers.BatchNormalization`, axis -1).
///
/// Training: y = gamma (x - mean) / sqrt(variance + epsilon) + beta with the batch's mean and biased variance, and
/// moving = momentum moving + (1 - momentum) batch. Inference: with the moving statistics.
public struct BatchNormalization: Layer {
    /// The kind's name.
    public static let kind = "BatchNormalization"
    /// The share of the moving statistics that a step keeps.
    public var momentum: Double
    /// What is added to the variance.
    public var epsilon: Double
    /// Whether beta is added.
    public var center: Bool
    /// Whether gamma multiplies.
    public var scale: Bool

    /// Creates the layer with Keras's defaults.
    public init(momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true) {
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
    }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

    /// gamma, beta, moving_mean, moving_variance; each (channels).
    public func parameters(for input: Shape) -> [Parameter] {
        let shape = [input.extents.last ?? 0]
        var result: [Parameter] = []
        if scale { result.append(Parameter(name: "gamma", shape: shape, initializer: .ones)) }
        if center { result.append(Parameter(name: "beta", shape: shape, initializer: .zeros)) }
        result.append(Parameter(name: "moving_mean", shape: shape, role: .statistic, initializer: .zeros))
        result.append(Parameter(name: "moving_variance", shape: shape, role: .statistic, initializer: .ones))
        return result
    }
}
