import Plan

extension CategoricalAccuracy: MeanMetric {
    /// The share of samples whose largest output, the first of equals, is that of their class.
    func mean(_ batch: MetricBatch) -> Double {
        Double(batch.labels.indices.count { batch.largest($0) == batch.labels[$0] }) / Double(batch.labels.count)
    }
}
