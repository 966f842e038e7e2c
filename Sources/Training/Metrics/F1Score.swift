import Plan

extension F1Score: WorkingMetric {
    /// Keras's trifle in every denominator.
    private static let epsilon = 1e-7

    /// True positives, false positives and positives of each class.
    func start(width: Int) -> [Double] { Array(repeating: 0, count: 3 * width) }

    func add(_ batch: MetricBatch, to state: inout [Double]) {
        for row in batch.labels.indices {
            let outputs = batch.outputs[row * batch.width..<(row + 1) * batch.width]
            let largest = outputs.max() ?? 0
            for (column, output) in outputs.enumerated() {
                // A row of zeros decides for nothing.
                let decides = threshold.map { output > Float($0) } ?? (output >= largest && abs(output) > 1e-9)
                let isTarget = batch.isTarget(row, column)
                if decides { state[3 * column + (isTarget ? 0 : 1)] += 1 }
                if isTarget { state[3 * column + 2] += 1 }
            }
        }
    }

    func values(of state: [Double], width: Int) -> [Double] {
        let scores = (0..<width).map { Self.score(Array(state[3 * $0..<3 * $0 + 3])) }
        switch average {
        case .none: return scores
        case .macro: return [scores.reduce(0, +) / Double(width)]
        case .micro:
            return [Self.score((0..<3).map { part in (0..<width).reduce(0) { $0 + state[3 * $1 + part] } })]
        case .weighted:
            let positives = (0..<width).map { state[3 * $0 + 2] }
            let all = positives.reduce(0, +) + Self.epsilon
            return [zip(scores, positives).reduce(0) { $0 + $1.0 * $1.1 / all }]
        }
    }

    private static func score(_ counts: [Double]) -> Double {
        let precision = counts[0] / (counts[0] + counts[1] + epsilon)
        let recall = counts[0] / (counts[2] + epsilon)
        return 2 * precision * recall / (precision + recall + epsilon)
    }
}
