import Plan

extension SensitivityAtSpecificity: WorkingMetric {
    private var thresholds: ThresholdCounts { ThresholdCounts(even: numThresholds, withEdges: false) }
    func start(width: Int) -> [Double] { thresholds.start }
    func add(_ batch: MetricBatch, to state: inout [Double]) { thresholds.add(batch.decisions(column: classId), to: &state) }

    func values(of state: [Double], width: Int) -> [Double] {
        // Keras compares floats.
        [thresholds.counts(state).filter { Float($0.specificity) >= Float(specificity) }.map(\.recall).max() ?? 0]
    }
}
