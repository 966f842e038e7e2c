import Network
import Plan
import YAMLSyntax

/// A metric as written: `accuracy` and `acc`, whose meaning follows the semantics, or one that says what it counts.
public struct MetricSpec: Sendable {
    /// As written for `accuracy` and `acc`; for the others the name given, or Keras's in histories (`binary_accuracy`, also for
    /// `BinaryAccuracy`).
    @Located public var name: String
    /// What it counts; nil for `accuracy` and `acc`.
    public var metric: OneOf<MetricFamily>?
    /// Where each written argument's value stands, by key.
    public var places: [String: Place]

    /// Creates a metric.
    public init(name: Located<String>, metric: OneOf<MetricFamily>?, places: [String: Place] = [:]) {
        _name = name
        self.metric = metric
        self.places = places
    }

    /// Where an argument's value stands, or the metric itself where it was left out.
    public func place(of key: String) -> Place? { places[key] ?? $name.position.map { Place($0, length: $name.length) } }
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
            let usual = Kinds.metrics.member(named: written.kind)?.aliases.first ?? written.kind
            let name =
                if let label = written.label {
                    Located(label, at: written.$label.position, length: written.$label.length)
                } else {
                    Located(usual, at: written.$kind.position, length: written.$kind.length)
                }
            return MetricSpec(name: name, metric: written.value, places: written.places)
        },
        schema: { definitions in
            .anyOf([["enum": .array(accuracyWords.map(JSON.string))], Kinds.metrics.type.schema(&definitions)])
        },
        json: { _ in nil })
}
