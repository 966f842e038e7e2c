import Plan
import YAMLSyntax

extension SweepValue {
    /// A value as written: a number where it is one, else its YAML in one line.
    init(_ node: Node) {
        if let text = node.plain, let number = Numeral.number(text), number.isFinite {
            // Zero has one sign only, so that equal numbers are equal texts.
            self = .number(number == 0 ? 0 : number)
        } else {
            self = .yaml(node.flowText)
        }
    }
}

extension ValueType<SweepValue> {
    /// Any value that a place of a file may have.
    static let sweepValue: Self = ValueType(
        noun: "a value", decode: { node, decoding in decoding.expand(node).map { SweepValue($0) } }, schema: { _ in [:] },
        json: { _ in nil })
}

extension ValueType<[Located<SweepValue>]> {
    /// Values of which each stands there once.
    static let sweepValues: Self = {
        let list = locatedList(of: .sweepValue)
        return ValueType(
            noun: "a list of values",
            decode: { node, decoding in
                guard let values = list.decode(node, &decoding) else { return nil }
                guard !values.isEmpty else {
                    decoding.report(
                        "empty-space", "`\(decoding.subject)` has no values", at: node.place,
                        help: ["write at least one: [0.1, 0.2]"])
                    return nil
                }
                var seen: Set<SweepValue> = []
                for value in values where !seen.insert(value.wrappedValue).inserted {
                    decoding.report(
                        "duplicate-value", "the value \(value.wrappedValue.text) stands there twice",
                        at: value.position.map { Place($0, length: value.length) }, help: ["leave one out"])
                }
                return values
            },
            schema: { _ in ["type": "array", "minItems": 1] }, json: { _ in nil })
    }()

    /// One value alone, or several.
    static let oneOrMoreSweepValues = ValueType(
        noun: "a value or a list of values",
        decode: { node, decoding in
            if case .sequence = node.content { return sweepValues.decode(node, &decoding) }
            return ValueType<SweepValue>.sweepValue.decode(node, &decoding).map {
                [Located($0, at: node.position, length: node.length)]
            }
        },
        schema: { _ in [:] }, json: { _ in nil })
}

/// A value at a place of the file, as written.
public struct SweepSettingSpec: Sendable {
    /// The parameter's name, or a path.
    @Located public var path: String
    /// The value.
    @Located public var value: SweepValue

    /// Both without their places.
    public var setting: SweepSetting { SweepSetting(path: path, value: value) }
}

/// What `--set` calls the places of a file.
enum SweepPath {
    /// Reads a key as a parameter's name or a path.
    static func read(_ entry: Node.Entry, _ decoding: inout Decoding) -> Located<String>? {
        let path = Located(entry.key, at: entry.position, length: entry.length)
        guard entry.key.contains(".") || entry.key.contains("[") else {
            if Name.isValid(entry.key) { return path }
            decoding.report(
                "bad-name", "`\(entry.key)` is no parameter's name", at: entry.place,
                help: ["write \(Name.rule), or a path such as `steps.training_1.epochs`"])
            return nil
        }
        guard !entry.key.contains("="), entry.key.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            decoding.report("malformed-path", "a path has no blanks and no `=` in it", at: entry.place)
            return nil
        }
        do throws(SettingPath.Malformed) { _ = try SettingPath(entry.key[...]) } catch {
            decoding.report(
                "malformed-path", "`\(entry.key)`: \(error.message)", at: entry.place,
                help: ["a path looks like `steps.training_1.epochs` or `callbacks.watchful[0].monitor`"])
            return nil
        }
        return path
    }

    /// What may stand for a path.
    static let schema: JSON = ["pattern": #"^[^\s=]+$"#]
}

extension ValueType<[Located<[SweepSettingSpec]>]> {
    /// Points that are tried before the others: a list of mappings of paths to values.
    static let extraTrials: Self = {
        let point = ValueType<[SweepSettingSpec]>(
            noun: "a mapping of parameters to values",
            decode: { node, decoding in
                guard case .mapping(let entries) = node.content, !entries.isEmpty else {
                    decoding.mismatch(node, needs: "a mapping of parameters to values", help: ["write {dropout: 0.2}"])
                    return nil
                }
                let settings = entries.compactMap { entry -> SweepSettingSpec? in
                    guard let path = SweepPath.read(entry, &decoding) else { return nil }
                    decoding.subject = entry.key
                    return ValueType<SweepValue>.sweepValue.read(entry.value, &decoding).map {
                        SweepSettingSpec(path: path, value: $0)
                    }
                }
                return settings.count == entries.count ? settings : nil
            },
            schema: { _ in ["type": "object", "minProperties": 1, "propertyNames": SweepPath.schema] }, json: { _ in nil })
        return locatedList(of: point)
    }()
}

extension SweepSettingSpec {
    init(path: Located<String>, value: Located<SweepValue>) {
        _path = path
        _value = value
    }
}
