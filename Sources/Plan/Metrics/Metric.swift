import Network

/// A figure of merit of outputs against labels, as a value; Training computes it over all samples of an epoch or an evaluation.
///
/// A metric takes a sample's class number in whatever form it compares with: 0 or 1 beside a single output, a one-hot row beside
/// several.
public protocol MetricKind: Kind {
    /// How many outputs of a sample count as right or wrong, where the metric is the share of those that are right: the metric
    /// of n samples is then a whole number of hits over n times that. Nil for any other metric.
    ///
    /// - Parameter width: The model's outputs.
    func decisions(outputs width: Int) -> Int?

    /// How many values it gives; nil for the usual one, which then bears the metric's name alone.
    ///
    /// - Parameter width: The model's outputs.
    func parts(outputs width: Int) -> Int?
}

extension MetricKind {
    /// It is no share of hits.
    public func decisions(outputs width: Int) -> Int? { nil }
    /// One value.
    public func parts(outputs width: Int) -> Int? { nil }
}

/// All metrics of the language, in their resolved forms.
public enum MetricFamily: KindFamily {
    /// Every kind of metric.
    public static let members: [any Kind.Type] = [
        BinaryAccuracy.self, CategoricalAccuracy.self, SparseCategoricalAccuracy.self, TopKCategoricalAccuracy.self,
        SparseTopKCategoricalAccuracy.self, AUC.self, ExactAUC.self, Precision.self, Recall.self, F1Score.self,
        SensitivityAtSpecificity.self, SpecificityAtSensitivity.self,
    ]
    /// A kind as a metric.
    public static func cast(_ kind: any Kind) -> (any MetricKind)? { kind as? any MetricKind }
}

/// A metric under the name that histories and claims use.
public struct MetricPlan: Codable, Hashable, Sendable {
    /// `acc` or `accuracy`.
    public var name: String
    /// What it counts.
    public var metric: OneOf<MetricFamily>
    /// How many values it gives, under ``names``; nil for one.
    public var parts: Int?
    /// Creates a metric.
    public init(name: String, metric: OneOf<MetricFamily>, parts: Int? = nil) {
        self.name = name
        self.metric = metric
        self.parts = parts
    }

    /// The names of its values: its own, or with the number of each part, from 0: `f1_score_0`, `f1_score_1`.
    public var names: [String] {
        guard let parts else { return [name] }
        return (0..<max(parts, 0)).map { "\(name)_\($0)" }
    }
}

extension [MetricPlan] {
    /// The names of all values, in order.
    public var names: [String] { flatMap(\.names) }
}
