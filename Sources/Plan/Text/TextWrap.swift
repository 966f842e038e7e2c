extension String {
    /// The words in lines of at most a width, the later ones indented; a longer word stands alone. No-break spaces become plain ones.
    package func wrapped(to width: Int, indent: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        // What is too long for any line breaks at its no-break spaces after all.
        let words = split(separator: " ").flatMap { $0.count > width - indent ? $0.split(separator: "\u{A0}") : [$0] }
        for word in words {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { $0.replacing("\u{A0}", with: " ") }
    }
}
