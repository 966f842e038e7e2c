import Foundation
import Network

extension BinaryCrossentropy: LossKernel {
    static var logitActivation: ActivationFunction? { .sigmoid }

    func smoothed(_ target: Double, outputs: Int) -> Double { target * (1 - labelSmoothing) + 0.5 * labelSmoothing }

    /// The logits of ``ClippedProbability``'s bounds: -16.118 and 15.942.
    private static let lowLogit = log(ClippedProbability.low / (1 - ClippedProbability.low))
    private static let highLogit = log(ClippedProbability.high / (1 - ClippedProbability.high))

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let share = 1 / Double(values.count)
        var sum = 0.0
        for (value, (target, place)) in zip(values, zip(targets, gradient.indices)) {
            let (loss, slope) =
                switch form {
                case .logits: Self.fromLogit(value, target)
                case .clippedLogits: Self.fromClippedLogit(value, target)
                case .outputs(let epsilon): Self.fromProbability(value, target, epsilon)
                }
            sum += loss
            gradient[place] = slope * share
        }
        return sum * share
    }

    /// max(z, 0) - z t + ln(1 + exp(-|z|)), which overflows nowhere; its derivative is sigmoid(z) - t.
    static func fromLogit(_ logit: Double, _ target: Double) -> (loss: Double, slope: Double) {
        (max(logit, 0) - logit * target + log1p(exp(-abs(logit))), Probability.sigmoid(logit) - target)
    }

    private static func fromClippedLogit(_ logit: Double, _ target: Double) -> (loss: Double, slope: Double) {
        let (clipped, inside) = ClippedProbability.clip(logit, lowLogit, highLogit)
        let (loss, slope) = fromLogit(clipped, target)
        return (loss, inside ? slope : 0)
    }

    static func fromProbability(
        _ probability: Double, _ target: Double, _ epsilon: Double
    ) -> (loss: Double, slope: Double) {
        let (p, inside) = ClippedProbability.clip(probability, ClippedProbability.low, ClippedProbability.high)
        let loss = -(target * log(p + epsilon) + (1 - target) * log1p(epsilon - p))
        return (loss, inside ? (1 - target) / (1 - p + epsilon) - target / (p + epsilon) : 0)
    }
}
