/// File-name patterns on layer names: `*` is any run of characters, `?` is one.
enum Glob {
    /// Whether a text is a pattern rather than a name.
    static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }

    /// Whether the whole name fits; in time proportional to both lengths, whatever the pattern.
    static func matches(_ name: String, _ pattern: String) -> Bool { captures(of: name, pattern) != nil }

    /// What each `*` stands for, each the shortest run that lets the rest fit; nil where the whole name does not fit.
    ///
    /// In time proportional to the product of the lengths, whatever the pattern.
    static func captures(of name: String, _ pattern: String) -> [String]? {
        let name = Array(name.unicodeScalars)
        let pieces = pattern.unicodeScalars.split(separator: "*", omittingEmptySubsequences: false).map(Array.init)
        func fits(_ piece: [Unicode.Scalar], at place: Int) -> Bool {
            place + piece.count <= name.count && zip(piece, name[place...]).allSatisfy { $0 == "?" || $0 == $1 }
        }
        guard let first = pieces.first, let last = pieces.last, fits(first, at: 0) else { return nil }
        guard pieces.count > 1 else { return first.count == name.count ? [] : nil }
        var result: [String] = []
        var end = first.count
        func capture(upTo start: Int) { result.append(String(String.UnicodeScalarView(name[end..<start]))) }
        for piece in pieces[1..<pieces.count - 1] {
            guard let start = (end..<name.count + 1).first(where: { fits(piece, at: $0) }) else { return nil }
            capture(upTo: start)
            end = start + piece.count
        }
        let start = name.count - last.count
        guard start >= end, fits(last, at: start) else { return nil }
        capture(upTo: start)
        return result
    }

    /// A text with each `*` replaced, in order.
    static func filled(_ text: String, with captures: [String]) -> String {
        let pieces = text.split(separator: "*", omittingEmptySubsequences: false)
        return zip(pieces, captures + Array(repeating: "", count: pieces.count)).map { $0 + $1 }.joined()
    }
}
