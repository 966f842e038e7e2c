import Plan

extension ExactAUC: WorkingMetric {
    /// It sorts all outputs of the pass.
    var isCostly: Bool { true }

    func start(width: Int) -> [Double] { [] }

    /// Keeps each output, and beside it 1 where it should be high and 0 where not.
    func add(_ batch: MetricBatch, to state: inout [Double]) {
        for decision in batch.decisions(column: classId) {
            state.append(Double(decision.score))
            state.append(decision.isPositive ? 1 : 0)
        }
    }

    func values(of state: [Double], width: Int) -> [Double] {
        let columns = classId == nil && multiLabel ? width : 1
        let kept = stride(from: 0, to: state.count - 1, by: 2).map { (score: state[$0], isPositive: state[$0 + 1] > 0) }
        let areas = (0..<columns).map { column in
            Self.area(stride(from: column, to: kept.count, by: columns).map { kept[$0] })
        }
        return [areas.reduce(0, +) / Double(columns)]
    }

    /// By the sum of the ranks of the positives, equals having the mean of their ranks.
    private static func area(_ decisions: [(score: Double, isPositive: Bool)]) -> Double {
        guard decisions.allSatisfy({ !$0.score.isNaN }) else { return .nan }
        let sorted = decisions.sorted { $0.score < $1.score }
        var (ranks, positives, first) = (0.0, 0.0, 0)
        while first < sorted.count {
            var end = first
            var hits = 0.0
            while end < sorted.count, sorted[end].score == sorted[first].score {
                if sorted[end].isPositive { hits += 1 }
                end += 1
            }
            ranks += hits * Double(first + 1 + end) / 2
            positives += hits
            first = end
        }
        let negatives = Double(sorted.count) - positives
        // Nothing over nothing is not a number.
        return (ranks - positives * (positives + 1) / 2) / (positives * negatives)
    }
}
