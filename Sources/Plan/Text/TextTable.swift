/// A table of text that fits a width: columns as wide as their contents, and where that is too much, the widest one cut first.
public struct TextTable: Sendable {
    /// Which characters draw it.
    public enum Style: Sendable {
        /// `|` and `-`: what every terminal shows.
        case ascii
        /// `│` and `─`.
        case box
    }

    /// A column.
    public struct Column: Sendable {
        /// Its heading.
        public var title: String
        /// Whether cells stand at the right edge, as numbers do.
        public var isNumeric: Bool
        /// Creates a column.
        public init(_ title: String, isNumeric: Bool = false) {
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    /// The columns, from left to right.
    public var columns: [Column]
    /// The rows; a short row ends in empty cells.
    public var rows: [[String]]

    /// Creates a table.
    public init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// The lines of the table: the heading, a rule, the rows.
    public func lines(width: Int, style: Style) -> [String] {
        let widths = fitted(to: width)
        let (bar, dash, cross, cut) =
            switch style {
            case .ascii: (" | ", "-", "-+-", "..")
            case .box: (" │ ", "─", "─┼─", "…")
            }
        func line(_ cells: [String]) -> String {
            var text = columns.indices.map { index in
                let cell = Self.clipped(index < cells.count ? cells[index] : "", to: widths[index], cut: cut)
                let space = String(repeating: " ", count: widths[index] - cell.count)
                return columns[index].isNumeric ? space + cell : cell + space
            }.joined(separator: bar)
            while text.last == " " { text.removeLast() }
            return text
        }
        let rule = widths.map { String(repeating: dash, count: $0) }.joined(separator: cross)
        return [line(columns.map(\.title)), rule] + rows.map(line)
    }

    /// Widths that together fit; no column falls below four characters.
    private func fitted(to width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            max(columns[index].title.count, rows.map { index < $0.count ? $0[index].count : 0 }.max() ?? 0)
        }
        var excess = widths.reduce(0, +) + 3 * max(widths.count - 1, 0) - width
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4 {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private static func clipped(_ text: String, to width: Int, cut: String) -> String {
        guard text.count > width else { return text }
        return width > cut.count ? text.prefix(width - cut.count) + cut : String(text.prefix(width))
    }
}
