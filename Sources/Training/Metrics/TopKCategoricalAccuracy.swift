import Plan

extension TopKCategoricalAccuracy: MeanMetric {
    /// The share of samples of which fewer than k outputs exceed that of their class: all that tie at the edge are within, and
    /// whatever is not finite is not (TensorFlow's `in_top_k`).
    func mean(_ batch: MetricBatch) -> Double {
        let hits = batch.labels.indices.count { row in
            let outputs = batch.outputs[row * batch.width..<(row + 1) * batch.width]
            let place = outputs.startIndex + batch.labels[row]
            guard outputs.indices.contains(place), outputs.allSatisfy(\.isFinite) else { return false }
            return outputs.count { $0 > outputs[place] } < k
        }
        return Double(hits) / Double(batch.labels.count)
    }
}
