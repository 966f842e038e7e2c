import Foundation
import Network

/// A loss that engines can compute; one row at a time, because the last output of a network is tiny.
protocol LossKernel: Loss {
    /// The activation whose inputs this loss can take instead of its outputs, which is exact where the outputs round to 0 or 1; nil
    /// where it takes outputs alone.
    static var logitActivation: ActivationFunction? { get }

    /// A target as the loss takes it: with its label smoothing, of so many outputs.
    func smoothed(_ target: Double, outputs: Int) -> Double

    /// The loss of one sample.
    ///
    /// - Parameters:
    ///   - values: Logits or outputs, as `form` says.
    ///   - targets: As many as there are values, smoothed.
    ///   - gradient: Receives the derivative of the result by each of `values`.
    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double
}

extension LossKernel {
    func smoothed(_ target: Double, outputs: Int) -> Double { target }
}

/// What a loss is computed from.
enum LossForm: Sendable {
    /// Logits, as they are.
    case logits
    /// Logits, as if their probabilities had been clipped on the way.
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

/// Sigmoid and softmax as losses take them, where nothing overflows.
enum Probability {
    /// 1 / (1 + exp(-z)).
    static func sigmoid(_ logit: Double) -> Double {
        let small = exp(-abs(logit))
        return logit >= 0 ? 1 / (1 + small) : small / (1 + small)
    }

    /// The logarithms of softmax: z - max - ln(sum(exp(z - max))).
    static func logSoftmax(_ logits: [Double]) -> [Double] {
        let largest = logits.max() ?? 0
        let total = log(logits.reduce(0) { $0 + exp($1 - largest) })
        return logits.map { $0 - largest - total }
    }

    /// The derivatives by the inputs of softmax, from those by its outputs.
    static func backward(_ outputs: [Double], _ slopes: [Double]) -> [Double] {
        let common = zip(outputs, slopes).reduce(0) { $0 + $1.0 * $1.1 }
        return zip(outputs, slopes).map { $0 * ($1 - common) }
    }
}
