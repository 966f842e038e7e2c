import Foundation
import Plan

extension AUC: WorkingMetric {
    private var thresholds: ThresholdCounts { ThresholdCounts(even: numThresholds, withEdges: true) }

    func start(width: Int) -> [Double] {
        Array(repeating: thresholds.start, count: multiLabel ? width : 1).flatMap { $0 }
    }

    func add(_ batch: MetricBatch, to state: inout [Double]) {
        let thresholds = thresholds
        let size = thresholds.start.count
        for column in 0..<(multiLabel ? batch.width : 1) {
            thresholds.add(
                batch.decisions(column: multiLabel ? column : nil), to: &state[column * size..<(column + 1) * size])
        }
    }

    func values(of state: [Double], width: Int) -> [Double] {
        let thresholds = thresholds
        let size = thresholds.start.count
        let curves = multiLabel ? width : 1
        let areas = (0..<curves).map { area(thresholds.counts(state[$0 * size..<($0 + 1) * size])) }
        return [areas.reduce(0, +) / Double(curves)]
    }

    /// The sum over neighbouring thresholds.
    private func area(_ counts: [ThresholdCounts.Counts]) -> Double {
        zip(counts, counts.dropFirst()).reduce(0) { sum, pair in
            if curve == .pr, summationMethod == .interpolation { return sum + interpolated(pair.0, pair.1) }
            let (low, high) = (point(pair.0), point(pair.1))
            let height =
                switch summationMethod {
                case .interpolation: (low.y + high.y) / 2
                case .majoring: max(low.y, high.y)
                case .minoring: min(low.y, high.y)
                }
            return sum + (low.x - high.x) * height
        }
    }

    private func point(_ counts: ThresholdCounts.Counts) -> (x: Double, y: Double) {
        curve == .roc ? (counts.falsePositiveRate, counts.recall) : (counts.recall, counts.precision)
    }

    /// The area under precision over recall between two thresholds, true positives being linear in all positive decisions: Davis and
    /// Goadrich, The relationship between precision-recall and ROC curves, 2006.
    private func interpolated(_ low: ThresholdCounts.Counts, _ high: ThresholdCounts.Counts) -> Double {
        let gained = low.truePositives - high.truePositives
        let (all, fewer) = (low.truePositives + low.falsePositives, high.truePositives + high.falsePositives)
        let slope = ThresholdCounts.Counts.share(gained, of: max(all - fewer, 0))
        let intercept = high.truePositives - slope * fewer
        let ratio = all > 0 && fewer > 0 ? all / fewer : 1
        return ThresholdCounts.Counts.share(slope * (gained + intercept * log(ratio)), of: high.positives)
    }
}
