import Network

/// A figure of merit of outputs against labels, as a value; Training computes it.
public protocol MetricKind: Kind {}

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
