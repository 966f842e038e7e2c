import Network

/// A figure of merit of outputs against labels, as a value; Training computes it.
public protocol MetricKind: Kind {
    /// How many outputs of a sample count as right or wrong, where the metric is the share of those that are right: the metric
    /// of n samples is then a whole number of hits over n times that. Nil for any other metric.
    ///
    /// - Parameter width: The model's outputs.
    func decisions(outputs width: Int) -> Int?
}

/// All metrics of the language, in their resolved forms.
public enum MetricFamily: KindFamily {
    /// Every kind of metric.
    public static let members: [any Kind.Type] = [BinaryAccuracy.self, CategoricalAccuracy.self]
    /// A kind as a metric.
    public static func cast(_ kind: any Kind) -> (any MetricKind)? { kind as? any MetricKind }
}

/// A metric under the name that histories and claims use.
public struct MetricPlan: Codable, Hashable, Sendable {
    /// `acc` or `accuracy`.
    public var name: String
    /// What it counts.
    public var metric: OneOf<MetricFamily>
    /// Creates a metric.
    public init(name: String, metric: OneOf<MetricFamily>) {
        self.name = name
        self.metric = metric
    }
}
