import Foundation
import Network

extension CategoricalCrossentropy: LossKernel {
    static var logitActivation: ActivationFunction? { .softmax }

    func smoothed(_ target: Double, outputs: Int) -> Double {
        target * (1 - labelSmoothing) + labelSmoothing / Double(outputs)
    }

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let values = Array(values)
        let loss: Double
        let slopes: [Double]
        switch form {
        case .logits: (loss, slopes) = Self.fromLogits(values, targets)
        case .clippedLogits: (loss, slopes) = Self.fromClippedLogits(values, targets)
        case .outputs: (loss, slopes) = Self.fromProbabilities(values, targets)
        }
        for (place, slope) in zip(gradient.indices, slopes) { gradient[place] = slope }
        return loss
    }

    /// The derivative is softmax(z) sum(t) - t.
    static func fromLogits(_ logits: [Double], _ targets: [Double]) -> (Double, [Double]) {
        let logarithms = Probability.logSoftmax(logits)
        let mass = targets.reduce(0, +)
        let loss = -zip(targets, logarithms).reduce(0) { $0 + $1.0 * $1.1 }
        return (loss, zip(logarithms, targets).map { exp($0) * mass - $1 })
    }

    /// A clipped probability passes nothing back, so only the targets of the others count.
    private static func fromClippedLogits(_ logits: [Double], _ targets: [Double]) -> (Double, [Double]) {
        let probabilities = Probability.logSoftmax(logits).map { exp($0) }
        let clipped = probabilities.map { ClippedProbability.clip($0, ClippedProbability.low, ClippedProbability.high) }
        let open = zip(clipped, targets).map { $0.inside ? $1 : 0 }
        let mass = open.reduce(0, +)
        let loss = -zip(targets, clipped).reduce(0) { $0 + $1.0 * log($1.1.value) }
        return (loss, zip(probabilities, open).map { $0 * mass - $1 })
    }

    /// Outputs are first divided by their sum, then clipped.
    private static func fromProbabilities(_ outputs: [Double], _ targets: [Double]) -> (Double, [Double]) {
        let total = outputs.reduce(0, +)
        let shares = outputs.map { $0 / total }
        let clipped = shares.map { ClippedProbability.clip($0, ClippedProbability.low, ClippedProbability.high) }
        let loss = -zip(targets, clipped).reduce(0) { $0 + $1.0 * log($1.1.value) }
        let slopes = zip(targets, clipped).map { $1.inside ? -$0 / $1.value : 0 }
        let common = zip(slopes, shares).reduce(0) { $0 + $1.0 * $1.1 }
        return (loss, slopes.map { ($0 - common) / total })
    }
}
