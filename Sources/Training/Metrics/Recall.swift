import Plan

extension Recall: WorkingMetric {
    private var counting: PositiveDecisions { PositiveDecisions(thresholds: thresholds, topK: topK, classId: classId) }
    func start(width: Int) -> [Double] { counting.counts.start }
    func add(_ batch: MetricBatch, to state: inout [Double]) { counting.add(batch, to: &state) }
    func values(of state: [Double], width: Int) -> [Double] { counting.counts.counts(state).map(\.recall) }
}
