import Plan

extension BinaryAccuracy: MeanMetric {
    /// The share of outputs on their target's side of the threshold.
    ///
    /// Keras 2.2.4 rounds half to even, so that 0.5 counts as 0; later Keras asks for more than 0.5: the same.
    func mean(_ batch: MetricBatch) -> Double {
        let threshold = Float(threshold ?? 0.5)
        var right = 0
        for row in batch.labels.indices {
            for column in 0..<batch.width
            where (batch.outputs[row * batch.width + column] > threshold) == batch.isTarget(row, column) { right += 1 }
        }
        return Double(right) / Double(batch.labels.count * batch.width)
    }
}
