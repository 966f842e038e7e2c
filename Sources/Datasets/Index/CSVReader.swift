import Diagnostics

/// Reads comma-separated values by RFC 4180, with the line and column of every field.
struct CSVReader {
    /// One value and where it begins.
    struct Field: Hashable {
        var text: String
        var position: SourcePosition
    }

    private let scalars: [Unicode.Scalar]
    private let file: String
    private var next = 0
    private var line = 1
    private var column = 1

    /// Reads text as the content of a file; a byte order mark is passed over.
    init(_ text: String, file: String) {
        scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
        self.file = file
    }

    /// The next record; nil at the end. Lines with nothing on them are passed over.
    mutating func record() throws(Diagnostic) -> [Field]? {
        while let scalar = peek, isBreak(scalar) { advance() }
        guard peek != nil else { return nil }
        var fields = [try field()]
        while peek == "," {
            advance()
            fields.append(try field())
        }
        advance()
        return fields
    }

    private var peek: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }
    private var position: SourcePosition { SourcePosition(file: file, line: line, column: column) }

    private mutating func advance() {
        guard let scalar = peek else { return }
        next += 1
        let isFirstOfTwo = scalar == "\r" && peek == "\n"
        if isFirstOfTwo { next += 1 }
        if isBreak(scalar) {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }

    private func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private mutating func field() throws(Diagnostic) -> Field {
        let start = position
        guard peek == "\"" else { return Field(text: try bare(), position: start) }
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = peek {
            if scalar != "\"" {
                text.append(scalar)
                advance()
                continue
            }
            advance()
            if peek == "\"" {
                text.append("\"")
                advance()
            } else if let after = peek, after != ",", !isBreak(after) {
                throw Diagnostic(
                    "malformed-csv", .error, "text after a closing quote", at: position,
                    help: ["a quote inside quotes is written twice: \"\""])
            } else {
                return Field(text: String(text), position: start)
            }
        }
        throw Diagnostic("malformed-csv", .error, "a quote that nothing closes", at: start, help: ["add the closing quote"])
    }

    private mutating func bare() throws(Diagnostic) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek, scalar != ",", !isBreak(scalar) {
            if scalar == "\"" {
                throw Diagnostic(
                    "malformed-csv", .error, "a quote inside a value that does not begin with one", at: position,
                    help: ["put the whole value in quotes, and write quotes inside it twice"])
            }
            text.append(scalar)
            advance()
        }
        return String(text)
    }
}
