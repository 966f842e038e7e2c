/// Gives diagnostics to a script: an array of objects `{"id", "severity", "message", "path", "line", "column", "help"}`.
///
/// The keys always come in that order; `path`, `line` and `column` are null where a diagnostic has no place.
public struct JSONRenderer: Sendable {
    /// Creates a renderer.
    public init() {}

    /// All diagnostics in the order given: a JSON array, one object a line, ending in a line feed.
    public func render(_ diagnostics: some Sequence<Diagnostic>) -> String {
        let objects = diagnostics.map { "  " + object($0) }
        return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
    }

    private func object(_ diagnostic: Diagnostic) -> String {
        let position = diagnostic.position
        let members: [(name: String, value: String)] = [
            ("id", Self.quoted(diagnostic.id)),
            ("severity", Self.quoted(diagnostic.severity.rawValue)),
            ("message", Self.quoted(diagnostic.message)),
            ("path", position.map { Self.quoted($0.file) } ?? "null"),
            ("line", position.map { String($0.line) } ?? "null"),
            ("column", position.map { String($0.column) } ?? "null"),
            ("help", "[\(diagnostic.help.map(Self.quoted).joined(separator: ", "))]"),
        ]
        return "{\(members.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", "))}"
    }

    /// A JSON string in which everything invisible is escaped, so that it is harmless on a terminal too.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where DisplayText.isInvisible(scalar):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
