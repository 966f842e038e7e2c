import Network

extension Lion: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(lion: self, moments: [Array(repeating: 0, count: count)])
    }

    private struct Moments: ReferenceOptimizerState {
        let lion: Lion
        var moments: [[Double]]

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            var values = values
            for (index, slope) in gradient.enumerated() {
                let direction = lion.beta1 * moments[0][index] + (1 - lion.beta1) * slope
                values[index] -= rate * (direction > 0 ? 1 : direction < 0 ? -1 : direction)
                moments[0][index] = lion.beta2 * moments[0][index] + (1 - lion.beta2) * slope
            }
            return values
        }
    }
}
