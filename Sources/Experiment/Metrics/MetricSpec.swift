import Network
import Plan

/// A metric as written: `accuracy` and `acc`, whose meaning follows the semantics, or one that says what it counts.
public struct MetricSpec: Sendable {
    /// As written for `accuracy` and `acc`; for the others Keras's name in histories (`binary_accuracy`, also for `BinaryAccuracy`).
    @Located public var name: String
    /// What it counts; nil for `accuracy` and `acc`.
    public var metric: OneOf<MetricFamily>?
}
