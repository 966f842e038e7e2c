/// Shows diagnostics to a person: `FILE:LINE:COLUMN: error: message [id]`, the source line with what is meant underlined, and the help.
///
/// What comes from the texts is escaped and clipped, so that neither a terminal nor a log suffers from a hostile or huge file.
public struct TextRenderer: Sendable {
    /// Whether to colour, with ANSI sequences.
    public var color: Bool
    /// Where the source lines come from.
    public var sources: SourceTexts

    /// How many scalars of a source line are shown at most, and how many of them before the underlined place.
    private static let window = (total: 120, before: 50)

    /// Creates a renderer.
    public init(color: Bool, sources: SourceTexts = SourceTexts()) {
        self.color = color
        self.sources = sources
    }

    /// All diagnostics in the order given, each ending in a line feed.
    public func render(_ diagnostics: some Sequence<Diagnostic>) -> String {
        diagnostics.map(render).joined()
    }

    /// One diagnostic, several lines, ending in a line feed.
    public func render(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.position.map { "\(DisplayText.safe($0.file)):\($0.line):\($0.column): " } ?? ""
        let severity = styled("\(diagnostic.severity.rawValue):", Self.style(of: diagnostic.severity))
        let message = styled(DisplayText.safe(diagnostic.message), .bold)
        var result = "\(place)\(severity) \(message) [\(diagnostic.id)]\n"
        result += excerpt(diagnostic)
        for help in diagnostic.help { result += "  \(styled("help:", .green)) \(DisplayText.safe(help))\n" }
        return result
    }

    /// The source line behind its number, and the underline; empty where there is no such line.
    private func excerpt(_ diagnostic: Diagnostic) -> String {
        guard let position = diagnostic.position, let line = sources.line(position.line, of: position.file) else { return "" }
        let column = max(1, min(position.column, line.unicodeScalars.count + 1)) - 1
        let first = column > Self.window.total - Self.window.before ? column - Self.window.before : 0
        let rest = line.unicodeScalars.dropFirst(first)
        let shown = rest.prefix(Self.window.total)
        let hasMore = shown.endIndex < rest.endIndex

        var text = first > 0 ? "…" : ""
        var indent = first > 0 ? 1 : 0
        var underline = 0
        let marked = column..<(column + min(max(1, diagnostic.length), Self.window.total))
        for (index, scalar) in zip(first..., shown) {
            let (cell, width) = Self.cell(scalar)
            text += cell
            if index < marked.lowerBound { indent += width } else if index < marked.upperBound { underline += width }
        }
        if hasMore { text += "…" }

        let number = String(position.line)
        let gutter = String(repeating: " ", count: number.count)
        let carets = styled(String(repeating: "^", count: max(1, underline)), Self.style(of: diagnostic.severity))
        let bar = styled("|", .blue)
        let blanks = String(repeating: " ", count: indent)
        return " \(styled(number, .blue)) \(bar) \(text)\n \(gutter) \(bar) \(blanks)\(carets)\n"
    }

    /// How a scalar of a source line is shown, and how wide that is; a tab is four blanks.
    private static func cell(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
        if scalar == "\t" { return ("    ", 4) }
        if let escaped = DisplayText.escaped(scalar) { return (escaped, escaped.count) }
        return (String(scalar), DisplayText.width(of: scalar))
    }

    private enum Style: String {
        case bold = "1"
        case red = "1;31"
        case yellow = "1;33"
        case cyan = "1;36"
        case blue = "34"
        case green = "32"
    }

    private static func style(of severity: Diagnostic.Severity) -> Style {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .lint: .cyan
        }
    }

    private func styled(_ text: String, _ style: Style) -> String {
        color ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
