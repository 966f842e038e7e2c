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
    /// How beta begins; nil is `Zeros`.
    public var betaInitializer: OneOf<InitializerFamily>?
    /// How gamma begins; nil is `Ones`.
    public var gammaInitializer: OneOf<InitializerFamily>?
    /// How the moving mean begins; nil is `Zeros`.
    public var movingMeanInitializer: OneOf<InitializerFamily>?
    /// How the moving variance begins; nil is `Ones`.
    public var movingVarianceInitializer: OneOf<InitializerFamily>?
    /// What beta's size adds to the loss.
    public var betaRegularizer: OneOf<RegularizerFamily>?
    /// What gamma's size adds to the loss.
    public var gammaRegularizer: OneOf<RegularizerFamily>?

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
        if scale { result.append(Parameter("gamma", shape, usual: Ones(), gammaInitializer, gammaRegularizer)) }
        if center { result.append(Parameter("beta", shape, usual: Zeros(), betaInitializer, betaRegularizer)) }
        var mean = Parameter("moving_mean", shape, usual: Zeros(), movingMeanInitializer, nil)
        var variance = Parameter("moving_variance", shape, usual: Ones(), movingVarianceInitializer, nil)
        mean.role = .statistic
        variance.role = .statistic
        result += [mean, variance]
        return result
    }
}
