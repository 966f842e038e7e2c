import Diagnostics

/// The text under the parser: its lines, and where its first character stands.
struct TextSource {
    let text: String
    let lines: [Substring]
    let start: SourcePosition

    init(_ text: String, start: SourcePosition) {
        self.text = text
        lines = SourceTexts.split(text)
        self.start = start
    }

    /// The place of a mark for a person; on the first line the text may begin inside a longer one.
    func position(_ mark: Mark) -> SourcePosition {
        SourcePosition(
            file: start.file, line: mark.line + start.line, column: mark.column + (mark.line == 0 ? start.column : 1))
    }

    /// `line 3, column 5`.
    func place(_ mark: Mark) -> String {
        let position = position(mark)
        return "line \(position.line), column \(position.column)"
    }

    /// How many scalars lie between two marks on the first one's line, at least 1.
    func length(from start: Mark, to end: Mark) -> Int {
        if start.line == end.line { return max(1, end.column - start.column) }
        guard lines.indices.contains(start.line) else { return 1 }
        return max(1, lines[start.line].unicodeScalars.count - start.column)
    }

    /// The scalar at a mark, and those after it on its line.
    func rest(from mark: Mark) -> Substring {
        guard lines.indices.contains(mark.line) else { return "" }
        return Substring(lines[mark.line].unicodeScalars.dropFirst(mark.column))
    }

    /// The part of a mark's line before it.
    func head(before mark: Mark) -> Substring {
        guard lines.indices.contains(mark.line) else { return "" }
        return Substring(lines[mark.line].unicodeScalars.prefix(mark.column))
    }

    /// Whether nothing but blanks and comments follows a mark.
    func isEnd(_ mark: Mark) -> Bool {
        guard lines.indices.contains(mark.line) else { return true }
        let others = lines[(mark.line + 1)...]
        return ([rest(from: mark)] + others).allSatisfy { line in
            let first = line.first { $0 != " " && $0 != "\t" }
            return first == nil || first == "#"
        }
    }
}
