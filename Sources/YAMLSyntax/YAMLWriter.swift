import Diagnostics

/// Writes a tree as YAML that reads back as the same tree: what stands there, and whether a scalar has quotes.
///
/// Mappings and lists stand in blocks; those that fit on a line and hold nothing special stand in `{}` and `[]`, as people write them.
public enum YAMLWriter {
    /// The longest line that a `{}` or `[]` may make.
    static let width = 110

    /// The text of a document.
    ///
    /// - Parameter comment: Lines to stand above it, each after `# `.
    public static func text(_ root: Node, comment: [String] = []) -> String {
        var text = comment.map { line in line.isEmpty ? "#\n" : "# \(line)\n" }.joined()
        guard let entries = root.entries, !entries.isEmpty else {
            return text + (value(root, indent: 0, column: 0, allowsFlow: true).drop { $0 == "\n" }) + "\n"
        }
        for (index, entry) in entries.enumerated() {
            let section = key(entry.key) + ":" + value(entry.value, indent: 0, column: entry.key.count + 1, allowsFlow: false)
            // A section of several lines stands apart.
            if index > 0, section.contains("\n") { text += "\n" }
            text += section + "\n"
        }
        return text
    }

    // MARK: Blocks

    /// What follows a key's colon or a list's dash, with the blank or the line break before it and none behind.
    private static func value(_ node: Node, indent: Int, column: Int, allowsFlow: Bool) -> String {
        switch node.content {
        case .scalar(let text, let style):
            if style == .plain, text.isEmpty { return "" }
            if style != .plain, let block = literal(text, indent: indent + 2) { return " " + block }
            return " " + scalar(text, style)
        case .sequence(let items):
            if let short = line(node, column: column, allows: allowsFlow || items.allSatisfy { $0.text != nil }) { return short }
            return items.map { "\n" + blank(indent + 2) + "-" + item($0, indent: indent + 2) }.joined()
        case .mapping(let entries):
            if let short = line(node, column: column, allows: allowsFlow || entries.isEmpty) { return short }
            return entries.map { "\n" + blank(indent + 2) + pair($0, indent: indent + 2) }.joined()
        }
    }

    /// What follows a list's dash; a mapping begins on its line.
    private static func item(_ node: Node, indent: Int) -> String {
        // What has one key is a kind and its arguments: `- Dense: {units: 2}`.
        guard let entries = node.entries, entries.count == 1 || line(node, column: indent + 1, allows: true) == nil else {
            return value(node, indent: indent, column: indent + 1, allowsFlow: true)
        }
        return " " + entries.map { pair($0, indent: indent + 2) }.joined(separator: "\n" + blank(indent + 2))
    }

    private static func pair(_ entry: Node.Entry, indent: Int) -> String {
        let name = key(entry.key)
        return name + ":" + value(entry.value, indent: indent, column: indent + name.count + 1, allowsFlow: true)
    }

    private static func blank(_ count: Int) -> String { String(repeating: " ", count: count) }

    private static func line(_ node: Node, column: Int, allows: Bool) -> String? {
        guard allows, let text = flow(node, room: width - column - 1) else { return nil }
        return " " + text
    }

    // MARK: Lines

    /// A node on one line; nil where that takes more characters than there is room for, or something that only a block can hold.
    private static func flow(_ node: Node, room: Int) -> String? {
        var text: String
        switch node.content {
        case .scalar(let value, .plain):
            guard isSimple(value) else { return nil }
            text = value
        case .scalar(let value, let style): text = scalar(value, style)
        case .sequence(let items):
            text = "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                guard let part = flow(item, room: room - text.count - 1) else { return nil }
                text += part
            }
            text += "]"
        case .mapping(let entries):
            text = "{"
            for (index, entry) in entries.enumerated() {
                text += (index > 0 ? ", " : "") + key(entry.key) + ": "
                guard let part = flow(entry.value, room: room - text.count - 1) else { return nil }
                text += part
            }
            text += "}"
        }
        return text.count <= room ? text : nil
    }

    // MARK: Scalars

    private static func key(_ text: String) -> String {
        let isName = text.utf8.enumerated().allSatisfy { index, byte in
            isWord(byte) || index > 0 && [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "+")].contains(byte)
        }
        return isName && !text.isEmpty ? text : quoted(text)
    }

    private static func scalar(_ text: String, _ style: Node.ScalarStyle) -> String {
        style == .plain && (isSimple(text) || isPlain(text)) ? text : quoted(text)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether a text needs no quotes anywhere: words, numbers, paths.
    private static func isSimple(_ text: String) -> Bool {
        if text == "~" { return true }
        var last = UInt8(ascii: " ")
        for byte in text.utf8 {
            let isFirst = last == UInt8(ascii: " ")
            switch byte {
            case _ where isWord(byte), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "("): break
            case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "^"):
                // A dash before a digit is a sign.
                if isFirst, byte != UInt8(ascii: "-") { return false }
            case UInt8(ascii: " "): if isFirst || last == UInt8(ascii: "-") { return false }
            default: return false
            }
            last = byte
        }
        return last != UInt8(ascii: " ") && text != "-"
    }

    /// Whether a text reads back as it is after a key.
    private static func isPlain(_ text: String) -> Bool {
        guard !text.contains("\n") else { return false }
        let (node, diagnostics) = YAMLParser.parse("- k: \(text)", at: SourcePosition(file: "", line: 1, column: 1))
        guard diagnostics.isEmpty, let value = node?.items?.first?["k"], node?.items?.count == 1,
            case .scalar(text, .plain) = value.content
        else { return false }
        return true
    }

    /// A text of several lines after `|`; nil where quotes are needed.
    private static func literal(_ text: String, indent: Int) -> String? {
        let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        guard text.contains("\n"), let first = lines.first, let last = lines.last, !first.isEmpty, !last.isEmpty,
            lines.allSatisfy({ !$0.hasSuffix(" ") && !$0.hasPrefix(" ") && !$0.hasPrefix("\t") }),
            text.unicodeScalars.allSatisfy({ $0 == "\n" || !isEscaped($0) })
        else { return nil }
        let head = text.hasSuffix("\n") ? "|" : "|-"
        return head + lines.map { "\n" + ($0.isEmpty ? "" : blank(indent) + $0) }.joined()
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where isEscaped(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
