/// A word of a constraint.
struct ConstraintToken: Equatable {
    /// What it is.
    enum Kind: Equatable {
        case number(Double)
        case text(String)
        case name(String)
        /// An operator, a parenthesis, or `and`, `or`, `not`.
        case mark(String)
    }

    var kind: Kind
    /// Its column, from 1.
    var column: Int
    /// As written.
    var written: String

    /// For messages.
    var shown: String { "`\(written)`" }

    /// Cuts a text up.
    static func all(of text: String) throws(ConstraintExpression.Malformed) -> [ConstraintToken] {
        let scalars = Array(text.unicodeScalars.prefix(ConstraintExpression.maximumLength + 1))
        guard scalars.count <= ConstraintExpression.maximumLength else {
            throw ConstraintExpression.Malformed(
                message: "a constraint has at most \(ConstraintExpression.maximumLength) characters", column: scalars.count)
        }
        var tokens: [ConstraintToken] = []
        var position = 0
        while position < scalars.count {
            if [" ", "\t", "\n", "\r"].contains(scalars[position]) {
                position += 1
                continue
            }
            let (kind, length) = try token(scalars, at: position)
            let written = string(scalars[position..<(position + length)])
            tokens.append(ConstraintToken(kind: kind, column: position + 1, written: written))
            position += length
        }
        return tokens
    }

    private static func token(
        _ scalars: [Unicode.Scalar], at start: Int
    ) throws(ConstraintExpression.Malformed) -> (kind: Kind, length: Int) {
        func scalar(_ offset: Int) -> Unicode.Scalar { start + offset < scalars.count ? scalars[start + offset] : "\0" }
        func fail(_ message: String) -> ConstraintExpression.Malformed { .init(message: message, column: start + 1) }

        let first = scalar(0)
        if isDigit(first) || first == "." && isDigit(scalar(1)) { return try number(scalars, at: start) }
        if isLetter(first) || first == "." && isLetter(scalar(1)) { return name(scalars, at: start) }
        if first == "'" || first == "\"" {
            guard let close = scalars[(start + 1)...].firstIndex(of: first) else { throw fail("this quote is never closed") }
            return (.text(string(scalars[(start + 1)..<close])), close - start + 1)
        }
        let pair = String(String.UnicodeScalarView([first, scalar(1)]))
        if ["<=", ">=", "==", "!="].contains(pair) { return (.mark(pair), 2) }
        let instead = ["&&": "and", "||": "or", "=<": "<=", "=>": ">=", "<>": "!="]
        if let instead = instead[pair] { throw fail("`\(pair)` is written `\(instead)`") }
        if pair == "**" { throw fail("there are no powers: multiply") }
        switch first {
        case "<", ">", "+", "-", "*", "/", "(", ")": return (.mark(String(first)), 1)
        case "=": throw fail("`=` is written `==`")
        case "!": throw fail("`!` is written `not`")
        case "%": throw fail("a `%` stands right behind a number: 50%")
        case "^": throw fail("there are no powers: multiply")
        default: throw fail("a constraint has no `\(first)`")
        }
    }

    private static func number(
        _ scalars: [Unicode.Scalar], at start: Int
    ) throws(ConstraintExpression.Malformed) -> (kind: Kind, length: Int) {
        var end = start
        func isAt(_ offset: Int, _ test: (Unicode.Scalar) -> Bool) -> Bool {
            end + offset < scalars.count && test(scalars[end + offset])
        }
        while isAt(0, { isDigit($0) || $0 == "." }) { end += 1 }
        var hasExponent = false
        if isAt(0, { $0 == "e" || $0 == "E" }) {
            let signed = isAt(1) { $0 == "+" || $0 == "-" }
            if isAt(signed ? 2 : 1, isDigit) {
                hasExponent = true
                end += signed ? 2 : 1
                while isAt(0, isDigit) { end += 1 }
            }
        }
        let digits = string(scalars[start..<end])
        let isShare = isAt(0) { $0 == "%" }
        if isShare { end += 1 }
        // Shifting the exponent gives the double nearest to the share; dividing would round twice.
        let value = !isShare ? Double(digits) : hasExponent ? Double(digits).map { $0 / 100 } : Double(digits + "e-2")
        guard let value, value.isFinite, !isAt(0, { isLetter($0) || $0 == "." }) else {
            let wrong = string(scalars[start..<min(end + 1, scalars.count)])
            throw ConstraintExpression.Malformed(message: "`\(wrong)` is no number", column: start + 1)
        }
        return (.number(value), end - start)
    }

    private static func name(_ scalars: [Unicode.Scalar], at start: Int) -> (kind: Kind, length: Int) {
        var end = start + 1
        func isNamePart(_ index: Int) -> Bool {
            index < scalars.count && (isLetter(scalars[index]) || isDigit(scalars[index]))
        }
        scan: while end < scalars.count {
            switch scalars[end] {
            case "-", ".":
                guard isNamePart(end + 1) else { break scan }
                end += 2
            case "[":
                guard let close = scalars[end...].firstIndex(of: "]"), close > end + 1,
                    scalars[(end + 1)..<close].allSatisfy(isDigit)
                else { break scan }
                end = close + 1
            default:
                guard isNamePart(end) else { break scan }
                end += 1
            }
        }
        let word = string(scalars[start..<end])
        switch word {
        case "and", "or", "not": return (.mark(word), end - start)
        case "true", "false": return (.text(word), end - start)
        default: return (.name(word), end - start)
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
