import Network

/// A loss that engines can compute; one row at a time, because the last output of a network is tiny.
protocol LossKernel: Loss {
    /// The activation whose inputs this loss can take instead of its outputs, which is exact where the outputs round to 0 or 1.
    static var logitActivation: ActivationFunction { get }

    /// The loss of one sample.
    ///
    /// - Parameters:
    ///   - values: Logits or outputs, as `form` says.
    ///   - targets: As many as there are values.
    ///   - gradient: Receives the derivative of the result by each of `values`.
    func row(_ values: ArraySlice<Double>, targets: ArraySlice<Float>, form: LossForm, gradient: inout ArraySlice<Double>)
        -> Double
}

/// What a loss is computed from.
enum LossForm: Sendable {
    /// The inputs of the last activation, as they are.
    case logits
    /// The inputs of the last activation, as if their probabilities had been clipped on the way.
    case clippedLogits
    /// Probabilities, clipped; to binary ones Keras 2.3 and tf.keras then add 1e-7.
    case outputs(epsilon: Double)
}

/// Keras's bounds of a probability: `epsilon()` and 1 - `epsilon()` in the float32 that Keras computes them in.
enum ClippedProbability {
    /// 1e-7.
    static let low = Double(Float(1e-7))
    /// 1 - 1e-7 as a float: 0.99999988.
    static let high = Double(Float(1) - Float(1e-7))

    /// The value between bounds, and whether it already was; NaN stays NaN.
    static func clip(_ value: Double, _ low: Double, _ high: Double) -> (value: Double, inside: Bool) {
        if value < low { return (low, false) }
        return value > high ? (high, false) : (value, true)
    }
}
