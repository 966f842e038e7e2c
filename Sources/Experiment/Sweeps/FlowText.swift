import Diagnostics
import YAMLSyntax

extension Node {
    /// The node as YAML in one line that parses back to it: `{SGD: {momentum: 0.9}}`. Plain text stays plain where one line allows it, and
    /// what was quoted is quoted.
    public var flowText: String {
        switch content {
        case .sequence(let items): return "[" + items.map(\.flowText).joined(separator: ", ") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\(Self.flow($0.key, isPlain: true)): \($0.value.flowText)" }.joined(separator: ", ") + "}"
        case .scalar where isNull: return "null"
        case .scalar(let text, let style): return Self.flow(text, isPlain: style == .plain)
        }
    }

    private static func flow(_ text: String, isPlain: Bool) -> String {
        if isPlain, staysPlain(text) { return text }
        // By scalars: a quote with an accent upon it is one character and not a quote.
        guard text.unicodeScalars.contains(where: needsEscape) else {
            return "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
        }
        let escaped = text.unicodeScalars.map { scalar in
            if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
            guard needsEscape(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        return "\"" + escaped.joined() + "\""
    }

    /// Whether a scalar cannot stand in one line of YAML as it is; all of these are below U+10000.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        SourceTexts.isLineEnd(scalar) || scalar.properties.generalCategory == .control
            || [0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
    }

    /// Whether a text means the same without quotes, alone and within brackets.
    private static func staysPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= 1024 else { return false }
        let isWord = text.utf8.allSatisfy { Name.isLetterOrDigit($0) || "_.+/-".utf8.contains($0) }
        if isWord, Name.isLetterOrDigit(first), Name.isLetterOrDigit(last) { return true }
        let start = SourcePosition(file: "", line: 1, column: 1)
        func isSame(_ node: Node?) -> Bool { node?.plain == text }
        let (alone, problems) = YAMLParser.parse(text, at: start)
        guard problems.isEmpty, isSame(alone) else { return false }
        let (within, objections) = YAMLParser.parse("{a: [\(text), \(text)], \(text): b}", at: start)
        guard objections.isEmpty, let entries = within?.entries, entries.count == 2, let items = entries[0].value.items else {
            return false
        }
        return items.count == 2 && items.allSatisfy(isSame) && entries[1].key == text
    }
}
