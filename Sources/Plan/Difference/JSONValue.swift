/// A JSON value of any form: a plan as text, whatever version of this program wrote it.
public enum JSONValue: Codable, Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number without a fraction.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Values by name.
    case object([String: JSONValue])

    /// Reads any value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }

    /// The value of a key; nil where this is no object, or has none.
    public subscript(_ key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text, where it is one.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension JSONValue: CustomStringConvertible {
    /// On one line, as YAML's flow style has it, and cut where it is long; an object of a kind is its kind, and so is a step or a layer.
    public var description: String {
        let text =
            switch self {
            case .null: "null"
            case .boolean(let value): "\(value)"
            case .integer(let value): "\(value)"
            case .number(let value): "\(value)"
            case .string(let value): value.isEmpty ? "\"\"" : value
            case .array(let values): "[" + values.prefix(20).map(\.description).joined(separator: ", ") + "]"
            case .object(let members):
                (members["kind"] ?? members["action"]?["kind"] ?? members["layer"]?["kind"])?.text
                    ?? "{"
                    + members.sorted { $0.key < $1.key }.prefix(20).map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
            }
        return text.count > 80 ? text.prefix(77) + "..." : text
    }
}
