import Plan

/// A metric that can be computed: the second face of each kind in `Plan/Metrics`.
protocol BatchMetric: MetricKind {
    /// The mean over the samples of a batch.
    ///
    /// - Parameters:
    ///   - outputs: Row-major (count, width).
    ///   - targets: Of the same shape: one-hot rows, or single 0 and 1.
    ///   - width: Outputs a sample, at least 1.
    func mean(outputs: [Float], targets: [Float], width: Int) -> Double
}
