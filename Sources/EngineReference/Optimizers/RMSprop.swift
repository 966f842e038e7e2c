import Network

extension RMSprop: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(optimizer: self, moments: Array(repeating: Array(repeating: 0, count: count), count: momentCount))
    }

    private struct Moments: ReferenceOptimizerState {
        let optimizer: RMSprop
        var moments: [[Double]]

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            let rho = optimizer.rho
            let last = moments.count - 1
            var values = values
            for (index, slope) in gradient.enumerated() {
                moments[0][index] = rho * moments[0][index] + (1 - rho) * slope * slope
                var divisor = moments[0][index] + optimizer.epsilon
                if optimizer.centered {
                    moments[1][index] = rho * moments[1][index] + (1 - rho) * slope
                    divisor -= moments[1][index] * moments[1][index]
                }
                var change = rate * slope / divisor.squareRoot()
                if optimizer.momentum > 0 {
                    change += optimizer.momentum * moments[last][index]
                    moments[last][index] = change
                }
                values[index] -= change
            }
            return values
        }
    }
}
