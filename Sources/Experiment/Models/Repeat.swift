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
    /// The number of turns, where there are no variables.
    var times: Int?
    /// The layers, not yet read: what their references mean changes each time.
    var layers: Node?

    /// The number of times.
    var count: Int { over.first?.values.count ?? times ?? 0 }
}

extension Repeat: Declared {
    static let declaration: Declaration<Repeat> = Declaration(
        kind: "repeat", rules: [.exactlyOne(["over", "times"])], start: Repeat(),
        "Writes its layers out once for each value of its lists, which go in step; `${name}` is the value, `${index}` the turn from 1."
    ) {
        Field(
            "over", \.over, .variables, examples: [["filters": [64, 128], "stage": "2..3"]],
            "Names, each with the values it takes: a list, or a range `2..5`.")
        Field("times", \.times, .some(.integer(1...Decoding.maximumLayers)), "The number of turns, where there is no list.")
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
                decoding.subject = entry.key
                guard let values = Repeat.values(of: list, writtenAs: entry.value, &decoding) else { continue }
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
            let range = ["type": "string", "pattern": #"^[0-9]+\.\.[0-9]+$"#] as JSON
            let list = JSON.anyOf([["type": "array", "minItems": 1], range]).orReference(&definitions)
            return [
                "type": "object", "minProperties": 1, "propertyNames": ["pattern": .string(Name.pattern)],
                "additionalProperties": list,
            ]
        },
        json: { _ in nil })
}

extension Repeat {
    /// The values of a variable: a list's, or those of a range. A list that a reference leads to may be empty.
    fileprivate static func values(of list: Node, writtenAs node: Node, _ decoding: inout Decoding) -> [Node]? {
        switch list.content {
        case .sequence(let values) where !values.isEmpty || node.text != nil: return values
        case .scalar(let text, _) where text.contains(".."):
            let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, last >= 0, last < Int(Int32.max) else {
                break
            }
            guard first <= last + 1 else {
                decoding.report(
                    "reversed-range", "this range ends before it begins", at: list.place,
                    help: ["write \(last)..\(first), or for an empty range \(last + 1)..\(last)"])
                return nil
            }
            guard last - first < Decoding.maximumLayers else {
                decoding.reportOnce(
                    "too-many-layers", "this makes more than \(Decoding.maximumLayers) layers", at: list.place)
                return nil
            }
            return first > last
                ? [] : (first...last).map { Node(.scalar(String($0), .plain), at: list.position, length: list.length) }
        default: break
        }
        decoding.mismatch(
            list, needs: "a list of at least one entry, or a range", help: ["write [2, 3, 4], or 2..4 with both ends"])
        return nil
    }
}
