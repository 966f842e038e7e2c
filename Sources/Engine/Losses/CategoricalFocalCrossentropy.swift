import Foundation
import Network

extension CategoricalFocalCrossentropy: LossKernel {
    /// Keras goes by the outputs of softmax here, clipped.
    static var logitActivation: ActivationFunction? { nil }

    func smoothed(_ target: Double, outputs: Int) -> Double {
        target * (1 - labelSmoothing) + labelSmoothing / Double(outputs)
    }

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let values = Array(values)
        let loss: Double
        var slopes: [Double]
        if case .outputs = form {
            (loss, slopes) = fromProbabilities(values, targets)
        } else {
            let outputs = Probability.logSoftmax(values).map { exp($0) }
            (loss, slopes) = fromProbabilities(outputs, targets)
            slopes = Probability.backward(outputs, slopes)
        }
        for (place, slope) in zip(gradient.indices, slopes) { gradient[place] = slope }
        return loss
    }

    /// Outputs are first divided by their sum, then clipped.
    private func fromProbabilities(_ outputs: [Double], _ targets: [Double]) -> (Double, [Double]) {
        let total = outputs.reduce(0, +)
        let shares = outputs.map { $0 / total }
        var loss = 0.0
        var slopes: [Double] = []
        for (share, target) in zip(shares, targets) {
            let (p, inside) = ClippedProbability.clip(share, ClippedProbability.low, ClippedProbability.high)
            let factor = alpha * pow(1 - p, gamma)
            loss -= target * factor * log(p)
            let slope = target * (alpha * gamma * pow(1 - p, gamma - 1) * log(p) - factor / p)
            slopes.append(inside ? slope : 0)
        }
        let common = zip(slopes, shares).reduce(0) { $0 + $1.0 * $1.1 }
        return (loss, slopes.map { ($0 - common) / total })
    }
}
