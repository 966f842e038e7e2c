import Plan

extension SparseTopKCategoricalAccuracy: MeanMetric {
    /// The same: a class number and its one-hot row have their one in the same place.
    func mean(_ batch: MetricBatch) -> Double { TopKCategoricalAccuracy(k: k).mean(batch) }
}
