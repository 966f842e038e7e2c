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
            ("id", JSONString.quoted(diagnostic.id)),
            ("severity", JSONString.quoted(diagnostic.severity.rawValue)),
            ("message", JSONString.quoted(diagnostic.message)),
            ("path", position.map { JSONString.quoted($0.file) } ?? "null"),
            ("line", position.map { String($0.line) } ?? "null"),
            ("column", position.map { String($0.column) } ?? "null"),
            ("help", "[\(diagnostic.help.map(JSONString.quoted).joined(separator: ", "))]"),
        ]
        return "{\(members.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", "))}"
    }
}
