/// x above 0, `alpha` (exp(x) - 1) below it (Clevert et al. 2016; `keras.layers.ELU`).
public struct ELU: ActivationLayer {
    /// The kind's name.
    public static let kind = "ELU"
    /// What it comes to far below 0, but for the sign.
    public var alpha: Double

    /// Creates the layer.
    public init(alpha: Double = 1) { self.alpha = alpha }

    /// See the type.
    public var activation: ActivationFunction { .exponentialUnit(alpha: alpha, scale: 1) }
}
