import Diagnostics

/// `<step id>/metrics.json`: what a step measured.
public struct StepMetrics: Codable, Hashable, Sendable {
    /// The form of this file.
    public var schema = "metrics/1"
    /// The step's id.
    public var step: String
    /// Its kind.
    public var kind: String
    /// The data set's name.
    public var data: String
    /// Samples seen; absent for a training.
    public var samples: Int?
    /// Values by name; of a training, those of its last epoch.
    public var metrics: [String: Measure]

    /// Creates metrics.
    public init(step: String, kind: String, data: String, samples: Int? = nil, metrics: [String: Measure]) {
        self.step = step
        self.kind = kind
        self.data = data
        self.samples = samples
        self.metrics = metrics
    }
}

extension RunDirectory {
    /// Writes `<step id>/metrics.json`.
    public func write(_ metrics: StepMetrics) throws(Diagnostic) { try write(json: metrics, to: "\(metrics.step)/metrics.json") }
    /// Reads `<step id>/metrics.json`.
    public func metrics(step: String) throws(Diagnostic) -> StepMetrics {
        try read(StepMetrics.self, from: "\(step)/metrics.json")
    }
}
