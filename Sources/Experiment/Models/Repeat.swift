import Diagnostics
import YAMLSyntax

/// `repeat` as written: layers that are written once and stand several times, with variables that take one value after the other.
struct Repeat: Sendable {
    /// A variable with the values it takes.
    struct Variable: Sendable {
        var name: String
        var values: [Node]
    }

    /// The variables; all have as many values.
    var over: [Variable] = []
    /// The layers, not yet read: what their references mean changes each time.
    var layers: Node?

    /// The number of times.
    var count: Int { over.first?.values.count ?? 0 }
}

extension Repeat: Declared {
    static let declaration: Declaration<Repeat> = Declaration(
        kind: "repeat", start: Repeat(),
        "Writes its layers out once for each value of its lists, which go in step; `${name}` is the value."
    ) {
        Field("over", \.over, .variables, required: true, "Names, each with the list of values it takes.")
        Field("layers", \.layers, .layersReadLater, required: true, "The layers of one turn; they may hold another `repeat`.")
    }
}

extension ValueType<[Repeat.Variable]> {
    fileprivate static let variables: Self = ValueType(
        noun: "a mapping of names to lists",
        decode: { node, decoding in
            guard case .mapping(let entries) = node.content, !entries.isEmpty else {
                decoding.mismatch(node, needs: "a mapping of names to lists", help: ["write {filters: [64, 128]}"])
                return nil
            }
            var variables: [Repeat.Variable] = []
            for entry in entries {
                let place = entry.place
                guard Name.isValid(entry.key) else {
                    decoding.report("bad-name", "`\(entry.key)` is no name", at: place, help: ["write \(Name.rule)"])
                    continue
                }
                guard let list = decoding.expand(entry.value) else { continue }
                guard case .sequence(let values) = list.content, !values.isEmpty else {
                    decoding.subject = entry.key
                    decoding.mismatch(list, needs: "a list of at least one entry")
                    continue
                }
                variables.append(Repeat.Variable(name: entry.key, values: values))
                if let one = variables.first, one.values.count != values.count {
                    decoding.report(
                        "unequal-lengths",
                        "the lists of `repeat` go in step, but `\(one.name)` has \(one.values.count) values and `\(entry.key)` has "
                            + "\(values.count)", at: list.place)
                    return nil
                }
            }
            return variables.count == entries.count ? variables : nil
        },
        schema: { definitions in
            let list = (["type": "array", "minItems": 1] as JSON).orReference(&definitions)
            return [
                "type": "object", "minProperties": 1, "propertyNames": ["pattern": .string(Name.pattern)],
                "additionalProperties": list,
            ]
        },
        json: { _ in nil })
}

extension ValueType<Node?> {
    fileprivate static let layersReadLater: Self = ValueType(
        noun: "a list of layers", decode: { node, _ in .some(node) },
        schema: { definitions in ValueType<[LayerSpec]>.layers.schema(&definitions) }, json: { _ in nil })
}
