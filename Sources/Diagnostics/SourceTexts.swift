/// The texts that diagnostics point into, by the name they were read under, cut into lines.
///
/// A name is a path as it was given, or a flag (`--set data=/x`), as in ``SourcePosition/file``. Lines end where YAML 1.1 ends them:
/// at a line feed, a carriage return, both, NEL, LS or PS, so that line numbers agree with the parser's.
public struct SourceTexts: Sendable {
    private var lines: [String: [Substring]] = [:]

    /// No texts.
    public init() {}

    /// One text.
    public init(_ text: String, file: String) {
        add(text, file: file)
    }

    /// Adds a text, or replaces the one of that name.
    public mutating func add(_ text: String, file: String) {
        lines[file] = Self.split(text)
    }

    /// Adds all texts of another collection.
    public mutating func add(_ other: SourceTexts) {
        lines.merge(other.lines) { _, new in new }
    }

    /// The names of the texts, sorted.
    public var files: [String] { lines.keys.sorted() }

    /// A line of a text without its end, counted from 1; nil where there is no such text or line.
    public func line(_ number: Int, of file: String) -> Substring? {
        guard let all = lines[file], number >= 1, number <= all.count else { return nil }
        return all[number - 1]
    }

    /// The lines of a text, without their ends; a text that ends in a line end has an empty last line.
    public static func split(_ text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        var result: [Substring] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            guard isLineEnd(scalar) else {
                index = next
                continue
            }
            result.append(Substring(scalars[start..<index]))
            let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
            index = isPair ? scalars.index(after: next) : next
            start = index
        }
        result.append(Substring(scalars[start...]))
        return result
    }

    /// Whether a scalar ends a line.
    public static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
