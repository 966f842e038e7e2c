import Diagnostics
import TestSupport
import YAMLSyntax

/// Parses a text as the file `f`.
func parse(_ text: String) -> (node: Node?, diagnostics: [Diagnostic]) {
    YAMLParser.parse(Array(text.utf8), file: "f")
}

extension MarkedText {
    /// A mark as a position in the file `f`.
    func position(_ digit: Int) -> SourcePosition? {
        self[digit].map { SourcePosition(file: "f", line: $0.line, column: $0.column) }
    }
}

extension Node {
    /// The tree as text without places: `{a: [1, "2"]}`; the quotes are those of the source.
    var shape: String {
        switch content {
        case .scalar(let text, .plain): text
        case .scalar(let text, .singleQuoted): "'\(text)'"
        case .scalar(let text, .doubleQuoted): "\"\(text)\""
        case .scalar(let text, .literal): "|\(text)|"
        case .scalar(let text, .folded): ">\(text)>"
        case .sequence(let items): "[" + items.map(\.shape).joined(separator: ", ") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key): \($0.value.shape)" }.joined(separator: ", ") + "}"
        }
    }
}
