import Foundation
import Network

extension Adam: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(adam: self, first: Array(repeating: 0, count: count), second: Array(repeating: 0, count: count))
    }

    private struct Moments: ReferenceOptimizerState {
        let adam: Adam
        var first: [Double]
        var second: [Double]
        var moments: [[Double]] {
            get { [first, second] }
            set { (first, second) = (newValue[0], newValue[1]) }
        }

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            let (beta1, beta2) = (adam.beta1, adam.beta2)
            let scale = rate * (1 - pow(beta2, Double(step))).squareRoot() / (1 - pow(beta1, Double(step)))
            var values = values
            for (index, slope) in gradient.enumerated() {
                first[index] = beta1 * first[index] + (1 - beta1) * slope
                second[index] = beta2 * second[index] + (1 - beta2) * slope * slope
                values[index] -= scale * first[index] / (second[index].squareRoot() + adam.epsilon)
            }
            return values
        }
    }
}
