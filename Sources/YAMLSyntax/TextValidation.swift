import Diagnostics

/// Bytes to text: UTF-8 only, a byte order mark at the start allowed, no control characters.
enum TextValidation {
    /// The text, without its byte order mark, or what is wrong with the bytes, at its line and column.
    static func text(of bytes: [UInt8], file: String) -> Result<String, Diagnostic> {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return .failure(
                Diagnostic(
                    "invalid-utf8", "this file is UTF-16, and only UTF-8 is read",
                    at: SourcePosition(file: file, line: 1, column: 1), help: ["save it as UTF-8"]))
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            return .failure(invalidByte(in: content, file: file))
        }
        if let diagnostic = controlCharacter(in: text, at: SourcePosition(file: file, line: 1, column: 1)) {
            return .failure(diagnostic)
        }
        return .success(text)
    }

    /// The first character that YAML forbids everywhere, if there is one.
    static func controlCharacter(in text: String, at start: SourcePosition) -> Diagnostic? {
        var counter = PlaceCounter(start)
        for scalar in text.unicodeScalars {
            if !isAllowed(scalar) {
                return Diagnostic(
                    "control-character",
                    "the character U+\(String(scalar.value, radix: 16, uppercase: true)) is not allowed in YAML",
                    at: counter.position, help: ["remove it, or write it as an escape in double quotes"])
            }
            counter.step(over: scalar)
        }
        return nil
    }

    private static func invalidByte(in bytes: ArraySlice<UInt8>, file: String) -> Diagnostic {
        var counter = PlaceCounter(SourcePosition(file: file, line: 1, column: 1))
        var offset = bytes.startIndex
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            counter.step(over: scalar)
            offset += UTF8.width(scalar)
        }
        let byte = offset < bytes.endIndex ? String(bytes[offset], radix: 16, uppercase: true) : "end"
        return Diagnostic(
            "invalid-utf8", "the byte 0x\(byte) does not belong to UTF-8 text", at: counter.position,
            help: ["save the file as UTF-8"])
    }

    /// The printable characters of YAML 1.1 (section 5.1); a byte order mark inside is none.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Counts lines as ``SourceTexts`` does.
    private struct PlaceCounter {
        var position: SourcePosition
        private var afterReturn = false

        init(_ position: SourcePosition) { self.position = position }

        mutating func step(over scalar: Unicode.Scalar) {
            if scalar == "\n", afterReturn {
                afterReturn = false
                return
            }
            afterReturn = scalar == "\r"
            if SourceTexts.isLineEnd(scalar) {
                position.line += 1
                position.column = 1
            } else {
                position.column += 1
            }
        }
    }
}
