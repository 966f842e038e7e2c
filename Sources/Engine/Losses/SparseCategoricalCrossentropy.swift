import Foundation
import Network

extension SparseCategoricalCrossentropy: LossKernel {
    static var logitActivation: ActivationFunction? { .softmax }

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let values = Array(values)
        let loss: Double
        let slopes: [Double]
        switch form {
        case .logits: (loss, slopes) = CategoricalCrossentropy.fromLogits(values, targets)
        case .clippedLogits:
            let outputs = Probability.logSoftmax(values).map { exp($0) }
            let (clipped, inner) = Self.fromProbabilities(outputs, targets)
            (loss, slopes) = (clipped, Probability.backward(outputs, inner))
        case .outputs: (loss, slopes) = Self.fromProbabilities(values, targets)
        }
        for (place, slope) in zip(gradient.indices, slopes) { gradient[place] = slope }
        return loss
    }

    /// Keras clips the outputs, and gives their logarithms to a cross-entropy of logits, which divides them by their sum.
    private static func fromProbabilities(_ outputs: [Double], _ targets: [Double]) -> (Double, [Double]) {
        let clipped = outputs.map { ClippedProbability.clip($0, ClippedProbability.low, ClippedProbability.high) }
        let total = clipped.reduce(0) { $0 + $1.value }
        let loss = -zip(targets, clipped).reduce(0) { $0 + $1.0 * log($1.1.value / total) }
        return (loss, zip(targets, clipped).map { $1.inside ? 1 / total - $0 / $1.value : 0 })
    }
}
