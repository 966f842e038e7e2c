/// The references inside a text.
enum Template {
    /// A part of a text.
    enum Piece: Equatable {
        case text(String)
        case parameter(String)
        case environment(String, fallback: String?)
    }

    /// Why a text cannot be read.
    struct Malformed: Error {
        var message: String
    }

    /// Splits a text into its literal parts and references.
    static func pieces(of text: String) throws(Malformed) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.range(of: "${") {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            rest = rest[open.upperBound...]
            guard let close = rest.firstIndex(of: "}") else { throw Malformed(message: "`${` has no closing `}`") }
            pieces.append(try reference(String(rest[..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    private static func reference(_ body: String) throws(Malformed) -> Piece {
        guard body.hasPrefix("env:") else {
            guard Name.isValid(body) else { throw Malformed(message: "`${\(body)}` is no reference") }
            return .parameter(body)
        }
        let rest = body.dropFirst(4)
        let split = rest.range(of: ":-")
        let name = String(split.map { rest[..<$0.lowerBound] } ?? rest)
        let fallback = split.map { String(rest[$0.upperBound...]) }
        guard !name.isEmpty, name.utf8.allSatisfy({ Name.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }) else {
            throw Malformed(message: "`\(name)` is no name of an environment variable")
        }
        return .environment(name, fallback: fallback)
    }
}

/// The names that a person gives: parameters, data sets, models, layers, steps. Safe as a folder's name and in `--set` paths.
enum Name {
    /// The rule as a regular expression of JSON Schema.
    static let pattern = "^[A-Za-z_][A-Za-z0-9_-]*$"
    /// The rule in words.
    static let rule = "a name of letters, digits, `_` and `-` that begins with a letter or `_`"

    /// Whether a text follows the rule.
    static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 200 else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) && first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
