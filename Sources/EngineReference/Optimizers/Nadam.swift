import Foundation
import Network

extension Nadam: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(nadam: self, moments: Array(repeating: Array(repeating: 0, count: count), count: 2))
    }

    private struct Moments: ReferenceOptimizerState {
        let nadam: Nadam
        var moments: [[Double]]

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            let product = (1...max(step, 1)).reduce(1.0) { $0 * nadam.momentum($1) }
            let (now, next) = (nadam.momentum(step), nadam.momentum(step + 1))
            var values = values
            for (index, slope) in gradient.enumerated() {
                moments[0][index] = nadam.beta1 * moments[0][index] + (1 - nadam.beta1) * slope
                moments[1][index] = nadam.beta2 * moments[1][index] + (1 - nadam.beta2) * slope * slope
                let first = next * moments[0][index] / (1 - product * next) + (1 - now) * slope / (1 - product)
                let second = moments[1][index] / (1 - pow(nadam.beta2, Double(step)))
                values[index] -= rate * first / (second.squareRoot() + nadam.epsilon)
            }
            return values
        }
    }
}
