/// Reads the text of a constraint, by recursive descent.
struct ConstraintParser {
    typealias Expression = ConstraintExpression.Expression
    typealias Malformed = ConstraintExpression.Malformed

    private let tokens: [ConstraintToken]
    private let end: Int
    private var position = 0
    private var depth = 0

    init(_ text: String) throws(Malformed) {
        tokens = try ConstraintToken.all(of: text)
        end = text.unicodeScalars.count + 1
    }

    /// The whole text.
    mutating func constraint() throws(Malformed) -> Expression {
        guard !tokens.isEmpty else { throw Malformed(message: "a constraint is missing: write `filters <= 64`", column: 1) }
        let result = try disjunction()
        if let token = next {
            let message =
                switch token.kind {
                case .mark(")"): "this parenthesis was never opened"
                case .mark(let mark) where Self.comparisons[mark] != nil:
                    "comparisons do not chain: write `1 < a and a < 3`"
                default: "an operator is missing before \(token.shown)"
                }
            throw Malformed(message: message, column: token.column)
        }
        guard result.isCondition else {
            throw Malformed(message: "this compares nothing: a constraint is true or false, such as `filters <= 64`", column: 1)
        }
        return result
    }

    private static let comparisons: [String: Expression.Comparison] = [
        "<": .less, "<=": .atMost, ">": .greater, ">=": .atLeast, "==": .equal, "!=": .unequal,
    ]

    private var next: ConstraintToken? { position < tokens.count ? tokens[position] : nil }
    private var column: Int { next?.column ?? end }

    private mutating func take(_ mark: String) -> Bool {
        guard next?.kind == .mark(mark) else { return false }
        position += 1
        return true
    }

    private mutating func disjunction() throws(Malformed) -> Expression {
        let start = column
        var left = try conjunction()
        while take("or") {
            let middle = column
            let right = try conjunction()
            left = .or(try condition(left, "or", start), try condition(right, "or", middle))
        }
        return left
    }

    private mutating func conjunction() throws(Malformed) -> Expression {
        let start = column
        var left = try negation()
        while take("and") {
            let middle = column
            let right = try negation()
            left = .and(try condition(left, "and", start), try condition(right, "and", middle))
        }
        return left
    }

    private mutating func negation() throws(Malformed) -> Expression {
        guard take("not") else { return try comparison() }
        let start = column
        return .not(try condition(try nested { parser throws(Malformed) in try parser.negation() }, "not", start))
    }

    private mutating func comparison() throws(Malformed) -> Expression {
        let start = column
        let left = try sum()
        guard case .mark(let mark)? = next?.kind, let comparison = Self.comparisons[mark] else { return left }
        position += 1
        let middle = column
        let right = try sum()
        return .comparison(comparison, try quantity(left, mark, start), try quantity(right, mark, middle))
    }

    private mutating func sum() throws(Malformed) -> Expression {
        try chain(of: ["+": .add, "-": .subtract]) { parser throws(Malformed) in try parser.product() }
    }

    private mutating func product() throws(Malformed) -> Expression {
        try chain(of: ["*": .multiply, "/": .divide]) { parser throws(Malformed) in try parser.factor() }
    }

    private mutating func chain(
        of operations: [String: Expression.Operation], _ part: (inout Self) throws(Malformed) -> Expression
    ) throws(Malformed) -> Expression {
        let start = column
        var left = try part(&self)
        while case .mark(let mark)? = next?.kind, let operation = operations[mark] {
            position += 1
            let middle = column
            let right = try part(&self)
            left = .arithmetic(operation, try number(left, mark, start), try number(right, mark, middle))
        }
        return left
    }

    private mutating func factor() throws(Malformed) -> Expression {
        let start = column
        if take("+") { return try number(try nested { parser throws(Malformed) in try parser.factor() }, "+", start + 1) }
        if take("-") {
            return .negative(try number(try nested { parser throws(Malformed) in try parser.factor() }, "-", start + 1))
        }
        guard let token = next else { throw Malformed(message: "something is missing at the end", column: end) }
        position += 1
        switch token.kind {
        case .number(let value): return .number(value)
        case .text(let text): return .text(text)
        case .name(let path): return .name(path, column: token.column)
        case .mark("("):
            let inner = try nested { parser throws(Malformed) in try parser.disjunction() }
            guard take(")") else {
                let message =
                    next.map { "a `)` or an operator is missing before \($0.shown)" } ?? "this parenthesis is never closed"
                throw Malformed(message: message, column: next?.column ?? token.column)
            }
            return inner
        case .mark: throw Malformed(message: "a name or a number is missing before \(token.shown)", column: token.column)
        }
    }

    private mutating func nested(_ body: (inout Self) throws(Malformed) -> Expression) throws(Malformed) -> Expression {
        guard depth < ConstraintExpression.maximumDepth else {
            throw Malformed(message: "this is nested more than \(ConstraintExpression.maximumDepth) deep", column: column)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private func condition(_ part: Expression, _ word: String, _ column: Int) throws(Malformed) -> Expression {
        guard part.isCondition else { throw Malformed(message: "`\(word)` needs a comparison here", column: column) }
        return part
    }

    private func quantity(_ part: Expression, _ mark: String, _ column: Int) throws(Malformed) -> Expression {
        guard !part.isCondition else {
            throw Malformed(message: "`\(mark)` compares numbers and texts, and this is true or false", column: column)
        }
        return part
    }

    private func number(_ part: Expression, _ mark: String, _ column: Int) throws(Malformed) -> Expression {
        if case .text = part { throw Malformed(message: "`\(mark)` needs a number, and this is a text", column: column) }
        guard !part.isCondition else {
            throw Malformed(message: "`\(mark)` needs a number, and this is true or false", column: column)
        }
        return part
    }
}
