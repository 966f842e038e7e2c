import Network

extension SGD: ReferenceOptimizer {
    func state(count: Int) -> any ReferenceOptimizerState {
        Moments(optimizer: self, moments: momentCount == 0 ? [] : [Array(repeating: 0, count: count)])
    }

    private struct Moments: ReferenceOptimizerState {
        let optimizer: SGD
        var moments: [[Double]]

        mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double] {
            guard !moments.isEmpty else { return zip(values, gradient).map { $0 - rate * $1 } }
            var values = values
            for (index, slope) in gradient.enumerated() {
                let change = optimizer.momentum * moments[0][index] - rate * slope
                moments[0][index] = change
                values[index] += optimizer.nesterov ? optimizer.momentum * change - rate * slope : change
            }
            return values
        }
    }
}
