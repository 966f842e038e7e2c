import Diagnostics

/// A JSON value whose objects keep the order in which they were built, so that a schema reads like the declarations it came from.
enum JSON: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One key of an object.
    struct Member: Hashable, Sendable {
        var key: String
        var value: JSON
    }

    /// An object without the members that have no value.
    static func compact(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }

    /// The text, two spaces a level; what fits into a line of 120 characters stands on one line.
    func render(indent: Int = 0) -> String {
        var room = 120 - 2 * indent
        if fits(in: &room) { return rendered(separator: ", ", open: "", close: "") { $0.render() } }
        let inner = "\n" + String(repeating: "  ", count: indent + 1)
        let outer = "\n" + String(repeating: "  ", count: indent)
        return rendered(separator: "," + inner, open: inner, close: outer) { $0.render(indent: indent + 1) }
    }

    /// Whether the text on one line takes no more than the room, which shrinks by it.
    private func fits(in room: inout Int) -> Bool {
        switch self {
        case .array(let items):
            room -= 2 * max(1, items.count)
            return room >= 0 && items.allSatisfy { $0.fits(in: &room) }
        case .object(let members):
            room -= 6 * max(1, members.count)
            return room >= 0
                && members.allSatisfy { member in
                    room -= member.key.utf8.count
                    return member.value.fits(in: &room)
                }
        case .string(let text): room -= text.utf8.count + 2
        default: room -= rendered(separator: "", open: "", close: "") { _ in "" }.utf8.count
        }
        return room >= 0
    }

    private func rendered(separator: String, open: String, close: String, _ item: (JSON) -> String) -> String {
        switch self {
        case .null: return "null"
        case .boolean(let value): return String(value)
        case .integer(let value): return String(value)
        case .number(let value): return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        case .string(let text): return JSONString.quoted(text)
        case .array(let items):
            return items.isEmpty ? "[]" : "[" + open + items.map(item).joined(separator: separator) + close + "]"
        case .object(let members):
            let parts = members.map { JSONString.quoted($0.key) + ": " + item($0.value) }
            return parts.isEmpty ? "{}" : "{" + open + parts.joined(separator: separator) + close + "}"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member(key: $0.0, value: $0.1) }) }
}
