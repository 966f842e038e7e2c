import Plan
import YAMLSyntax

/// One thing that varies, as written.
public struct SweepParameterSpec: Sendable {
    /// What `--set` calls it.
    @Located public var path: String
    /// The values it may have.
    public var domain: SweepDomain
    /// Where each value stands; of an interval its two ends.
    public var places: [Place]
    /// What must be so for it to be set at all.
    public var conditions: [SweepConditionSpec]

    init(path: Located<String>, domain: SweepDomain, places: [Place], conditions: [SweepConditionSpec]) {
        _path = path
        self.domain = domain
        self.places = places
        self.conditions = conditions
    }

    /// Without its places.
    public var parameter: SweepParameter {
        SweepParameter(
            path: path, domain: domain,
            conditions: conditions.map { SweepCondition(path: $0.path, values: $0.values.map(\.wrappedValue)) })
    }
}

/// Another parameter has one of some values, as written.
public struct SweepConditionSpec: Sendable {
    /// The other parameter's path.
    @Located public var path: String
    /// The values.
    public var values: [Located<SweepValue>]

    init(path: Located<String>, values: [Located<SweepValue>]) {
        _path = path
        self.values = values
    }
}

extension ValueType<[Located<SweepParameterSpec>]> {
    /// Paths, each with its domain.
    static let sweepParameters: Self = ValueType(
        noun: "a mapping of parameters to the values they may have",
        decode: { node, decoding in
            if node.isNull { return [] }
            guard case .mapping(let entries) = node.content else {
                decoding.mismatch(
                    node, needs: "a mapping of parameters to the values they may have", help: ["write {dropout: [0.1, 0.2, 0.4]}"]
                )
                return nil
            }
            let result = entries.compactMap { entry -> Located<SweepParameterSpec>? in
                decoding.subject = entry.key
                let path = SweepPath.read(entry, &decoding)
                guard let node = decoding.resolve(entry.value),
                    let (domain, conditions) = SweepDomainSpec.read(node, writtenAs: entry.value, &decoding), let path
                else { return nil }
                let spec = SweepParameterSpec(path: path, domain: domain.domain, places: domain.places, conditions: conditions)
                return Located(spec, at: entry.position, length: entry.length)
            }
            return result
        },
        schema: { definitions in
            .compact([
                "type": ["object", "null"], "propertyNames": SweepPath.schema,
                "additionalProperties": SweepDomainSpec.schema(&definitions),
            ])
        },
        json: { _ in nil })
}
