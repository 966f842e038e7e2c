import Network
import Plan
import YAMLSyntax

/// A metric as written: `accuracy` and `acc`, whose meaning follows the semantics, or one that says what it counts.
public struct MetricSpec: Sendable {
    /// As written for `accuracy` and `acc`; for the others Keras's name in histories (`binary_accuracy`, also for `BinaryAccuracy`).
    @Located public var name: String
    /// What it counts; nil for `accuracy` and `acc`.
    public var metric: OneOf<MetricFamily>?

    /// Creates a metric.
    public init(name: Located<String>, metric: OneOf<MetricFamily>?) {
        _name = name
        self.metric = metric
    }
}

extension ValueType<MetricSpec> {
    /// The words for accuracy whose meaning the semantics decides.
    static let accuracyWords = ["accuracy", "acc"]

    /// A metric as `compile` takes it.
    static let metric: Self = ValueType(
        noun: "a metric",
        decode: { node, decoding in
            if let text = node.text, accuracyWords.contains(text) {
                return MetricSpec(name: Located(text, at: node.position, length: node.length), metric: nil)
            }
            guard let written = Kinds.metrics.read(node, &decoding) else { return nil }
            let name = Kinds.metrics.member(named: written.kind)?.aliases.first ?? written.kind
            return MetricSpec(
                name: Located(name, at: written.$kind.position, length: written.$kind.length), metric: written.value)
        },
        schema: { definitions in
            .anyOf([["enum": .array(accuracyWords.map(JSON.string))], Kinds.metrics.type.schema(&definitions)])
        },
        json: { _ in nil })
}
