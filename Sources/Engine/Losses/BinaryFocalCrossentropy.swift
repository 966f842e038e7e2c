import Foundation
import Network

extension BinaryFocalCrossentropy: LossKernel {
    static var logitActivation: ActivationFunction? { .sigmoid }

    func smoothed(_ target: Double, outputs: Int) -> Double { target * (1 - labelSmoothing) + 0.5 * labelSmoothing }

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let share = 1 / Double(values.count)
        var sum = 0.0
        for (value, (target, place)) in zip(values, zip(targets, gradient.indices)) {
            var probability = value
            // The derivative of the probability by the value.
            var inner = 1.0
            let crossentropy: (loss: Double, slope: Double)
            switch form {
            case .logits, .clippedLogits:
                probability = Probability.sigmoid(value)
                inner = probability * (1 - probability)
                crossentropy = BinaryCrossentropy.fromLogit(value, target)
            case .outputs(let epsilon): crossentropy = BinaryCrossentropy.fromProbability(value, target, epsilon)
            }
            let miss = target + probability - 2 * target * probability
            let factor = pow(miss, gamma)
            // Where nothing is missed the cross-entropy is 0 too.
            let slope = miss > 0 ? gamma * pow(miss, gamma - 1) * (1 - 2 * target) * inner * crossentropy.loss : 0
            let weight = applyClassBalancing ? target * alpha + (1 - target) * (1 - alpha) : 1
            sum += weight * factor * crossentropy.loss
            gradient[place] = share * weight * (slope + factor * crossentropy.slope)
        }
        return sum * share
    }
}
