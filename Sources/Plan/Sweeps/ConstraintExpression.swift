/// A constraint that can be asked of a point: comparisons of sums and products, joined by `and`, `or`, `not` and parentheses.
///
/// Names are those of parameters (`filters`) or paths (`steps.training_1.epochs`); a `-` without blanks around it belongs to a name, as in
/// `keras-3`. Numbers are written as elsewhere (`1e-3`, `50%`), texts in quotes (`'adam'`); `true` and `false` are the texts of these names.
/// Numbers that differ by less than a part in 10^12 are equal, so that `0.1 + 0.2 == 0.3` holds.
public struct ConstraintExpression: Hashable, Sendable {
    /// Why a text is no constraint, and where.
    public struct Malformed: Error, Hashable, Sendable {
        /// A sentence without a final full stop.
        public var message: String
        /// The column, from 1, in Unicode scalars.
        public var column: Int
    }

    /// A name in the text.
    public struct Name: Hashable, Sendable {
        /// The parameter's name, or a path.
        public var path: String
        /// Its column, from 1, in Unicode scalars.
        public var column: Int
        /// Whether a number is due there, so that a text makes no sense.
        public var isNumeric: Bool
    }

    /// The longest text, in Unicode scalars.
    public static let maximumLength = 4096
    /// The deepest nesting of parentheses, `not` and signs.
    public static let maximumDepth = 64

    /// The names, in the order of the text; one that stands there twice comes twice.
    public let names: [Name]
    private let root: Expression

    /// Reads a text.
    ///
    /// - Throws: ``Malformed`` where it is no constraint.
    public init(parsing text: String) throws(Malformed) {
        var parser = try ConstraintParser(text)
        root = try parser.constraint()
        names = root.names(numeric: false)
    }

    /// Asks a point.
    ///
    /// - Parameter values: The values that are set there, by path.
    /// - Returns: Whether it holds; nil where that depends on a name that is not set there, or on a text where a number is due: then the
    ///   constraint does not apply.
    public func evaluate(_ values: [String: SweepValue]) -> Bool? { root.truth(values) }

    /// What a text was read into.
    indirect enum Expression: Hashable, Sendable {
        enum Operation: String, Sendable { case add = "+", subtract = "-", multiply = "*", divide = "/" }
        enum Comparison: String, Sendable {
            case less = "<", atMost = "<=", greater = ">", atLeast = ">=", equal = "==", unequal = "!="
        }

        case number(Double)
        case text(String)
        case name(String, column: Int)
        case negative(Expression)
        case arithmetic(Operation, Expression, Expression)
        case comparison(Comparison, Expression, Expression)
        case not(Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)

        /// Whether it is true or false, rather than a number or a text.
        var isCondition: Bool {
            switch self {
            case .comparison, .not, .and, .or: true
            default: false
            }
        }
    }
}

extension ConstraintExpression.Expression {
    fileprivate typealias Name = ConstraintExpression.Name

    fileprivate func names(numeric: Bool) -> [Name] {
        switch self {
        case .number, .text: return []
        case .name(let path, let column): return [Name(path: path, column: column, isNumeric: numeric)]
        case .negative(let inner): return inner.names(numeric: true)
        case .arithmetic(_, let a, let b): return a.names(numeric: true) + b.names(numeric: true)
        case .comparison(let comparison, let a, let b):
            let isOrder = comparison != .equal && comparison != .unequal
            return a.names(numeric: isOrder) + b.names(numeric: isOrder)
        case .not(let inner): return inner.names(numeric: false)
        case .and(let a, let b), .or(let a, let b): return a.names(numeric: false) + b.names(numeric: false)
        }
    }

    /// True, false, or not to be known: an unknown part decides nothing where the other part decides alone.
    fileprivate func truth(_ values: [String: SweepValue]) -> Bool? {
        switch self {
        case .comparison(let comparison, let a, let b): return Self.compare(comparison, a.value(values), b.value(values))
        case .not(let inner): return inner.truth(values).map { !$0 }
        case .and(let a, let b):
            let (a, b) = (a.truth(values), b.truth(values))
            return a == false || b == false ? false : a == nil || b == nil ? nil : true
        case .or(let a, let b):
            let (a, b) = (a.truth(values), b.truth(values))
            return a == true || b == true ? true : a == nil || b == nil ? nil : false
        default: return nil
        }
    }

    /// A number or a text.
    private enum Value {
        case number(Double)
        case text(String)

        var number: Double? { if case .number(let value) = self { value } else { nil } }
    }

    private func value(_ values: [String: SweepValue]) -> Value? {
        switch self {
        case .number(let value): return .number(value)
        case .text(let text): return .text(text)
        case .name(let path, _):
            guard let value = values[path] else { return nil }
            return value.number.map { .number($0) } ?? .text(value.unquoted)
        case .negative(let inner): return inner.value(values)?.number.map { .number(-$0) }
        case .arithmetic(let operation, let a, let b):
            guard let a = a.value(values)?.number, let b = b.value(values)?.number else { return nil }
            switch operation {
            case .add: return .number(a + b)
            case .subtract: return .number(a - b)
            case .multiply: return .number(a * b)
            case .divide: return .number(a / b)
            }
        default: return nil
        }
    }

    private static func compare(_ comparison: Comparison, _ a: Value?, _ b: Value?) -> Bool? {
        guard let a, let b else { return nil }
        guard let x = a.number, let y = b.number else {
            let areEqual =
                switch (a, b) {
                case (.text(let a), .text(let b)): a == b
                default: false
                }
            return comparison == .equal ? areEqual : comparison == .unequal ? !areEqual : nil
        }
        let areEqual = x == y || abs(x - y) <= 1e-12 * max(abs(x), abs(y)) && x.isFinite && y.isFinite
        return switch comparison {
        case .less: x < y && !areEqual
        case .atMost: x <= y || areEqual
        case .greater: x > y && !areEqual
        case .atLeast: x >= y || areEqual
        case .equal: areEqual
        case .unequal: !areEqual
        }
    }
}
