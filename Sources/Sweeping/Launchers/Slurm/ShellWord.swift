/// A word of a command as a POSIX shell takes it.
enum ShellWord {
    /// The word itself where it is plain, else in single quotes, which take everything as it is.
    static func quote(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { isPlainScalar($0) }
        // By scalars: a quote with a combining mark after it is another Character, and the shell sees the quote.
        if isPlain { return word }
        var text = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" { text += "'\\''" } else { text.unicodeScalars.append(scalar) }
        }
        return text + "'"
    }

    /// A command of several words.
    static func line(_ words: [String]) -> String { words.map(quote).joined(separator: " ") }

    private static func isPlainScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", ":", ",", "@", "+", "-", "=": true
        default: false
        }
    }
}
