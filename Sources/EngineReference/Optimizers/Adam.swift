import Foundation
import Network

extension Adam: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(adam: self, moments: Array(repeating: Array(repeating: 0, count: count), count: momentCount))
    }

    private struct Moments: ReferenceOptimizerState {
        let adam: Adam
        var moments: [[Double]]

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            let (beta1, beta2) = (adam.beta1, adam.beta2)
            let scale = rate * (1 - pow(beta2, Double(step))).squareRoot() / (1 - pow(beta1, Double(step)))
            var values = values
            for (index, slope) in gradient.enumerated() {
                moments[0][index] = beta1 * moments[0][index] + (1 - beta1) * slope
                moments[1][index] = beta2 * moments[1][index] + (1 - beta2) * slope * slope
                if adam.amsgrad { moments[2][index] = max(moments[2][index], moments[1][index]) }
                let size = moments[adam.amsgrad ? 2 : 1][index].squareRoot()
                values[index] -= scale * moments[0][index] / (size + adam.epsilon)
            }
            return values
        }
    }
}
