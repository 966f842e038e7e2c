import Plan

extension Precision: WorkingMetric {
    private var counting: PositiveDecisions { PositiveDecisions(thresholds: thresholds, topK: topK, classId: classId) }
    func start(width: Int) -> [Double] { counting.counts.start }
    func add(_ batch: MetricBatch, to state: inout [Double]) { counting.add(batch, to: &state) }
    func values(of state: [Double], width: Int) -> [Double] { counting.counts.counts(state).map(\.precision) }
}

/// The decisions that precision and recall are about.
struct PositiveDecisions {
    let counts: ThresholdCounts
    private let topK: Int?
    private let classId: Int?

    init(thresholds: [Double]?, topK: Int?, classId: Int?) {
        counts = ThresholdCounts(thresholds ?? [topK == nil ? 0.5 : -Double.infinity])
        self.topK = topK
        self.classId = classId
    }

    func add(_ batch: MetricBatch, to state: inout [Double]) {
        counts.add(
            topK.map { Self.filtered(batch, $0) }?.decisions(column: classId) ?? batch.decisions(column: classId), to: &state)
    }

    /// Only the k largest outputs of each sample, the first of equals; the others are below every threshold.
    private static func filtered(_ batch: MetricBatch, _ k: Int) -> MetricBatch {
        var outputs = batch.outputs
        for row in batch.labels.indices {
            let places = row * batch.width..<(row + 1) * batch.width
            // Sorting keeps the order of equals.
            for place in places.sorted(by: { batch.outputs[$0] > batch.outputs[$1] }).dropFirst(k) { outputs[place] = -.infinity }
        }
        return MetricBatch(outputs: outputs, labels: batch.labels, width: batch.width)
    }
}
