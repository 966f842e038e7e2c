/// What bounds a network, so that nothing that a person writes, or a file holds, overflows or grows without end.
public enum Limits {
    /// The most values in one array: a parameter, or one sample between two layers. Kernels address 32 bits.
    public static let values = Int(Int32.max)
    /// The largest window or stride of a layer.
    public static let window = 1 << 15
    /// The most layers of a network.
    public static let layers = 10_000

    /// The product of factors; the largest `Int` where it does not fit.
    public static func product(_ factors: some Sequence<Int>) -> Int {
        var result = 1
        var overflowed = false
        for factor in factors {
            if factor == 0 { return 0 }
            let (product, overflow) = result.multipliedReportingOverflow(by: factor)
            overflowed = overflowed || overflow
            result = overflow ? 1 : product
        }
        return overflowed ? .max : result
    }

    /// The sum of non-negative terms; the largest `Int` where it does not fit.
    public static func sum(_ terms: some Sequence<Int>) -> Int {
        terms.reduce(0) { total, term in
            let (sum, overflow) = total.addingReportingOverflow(term)
            return overflow ? .max : sum
        }
    }

    /// An argument that must be a whole number of at least 1, and not beyond a limit.
    static func check(_ value: Int, _ argument: String, of kind: String, upTo limit: Int = values) throws(ShapeError) {
        guard (1...limit).contains(value) else {
            throw ShapeError("\(kind) has \(argument) \(value)", help: ["\(argument) is a whole number from 1 to \(limit)"])
        }
    }

    /// An argument that must be two such numbers, vertical first.
    static func check(pair: [Int], _ argument: String, of kind: String) throws(ShapeError) {
        guard pair.count == 2 else {
            throw ShapeError(
                "\(kind) has \(pair.count) numbers for \(argument)", help: ["\(argument) is two numbers: vertical, horizontal"])
        }
        for value in pair { try check(value, argument, of: kind, upTo: window) }
    }

    /// An argument that must be a border: `[[top, bottom], [left, right]]`, each from 0.
    static func check(border: [[Int]], _ argument: String, of kind: String) throws(ShapeError) {
        guard border.count == 2, border.allSatisfy({ $0.count == 2 && $0.allSatisfy((0...window).contains) }) else {
            throw ShapeError(
                "\(kind) has \(argument) \(border)",
                help: ["\(argument) is [[top, bottom], [left, right]], each a whole number from 0 to \(window)"])
        }
    }
}

extension Shape {
    /// Numbers that must be one, or one for each channel.
    func check(channels values: [Double], _ argument: String, of kind: String) throws(ShapeError) {
        let channels = extents.last ?? 0
        guard values.count == 1 || values.count == channels else {
            throw ShapeError(
                "\(kind) has \(values.count) numbers for \(argument), and its input has \(channels) channels",
                help: ["\(argument) is one number, or one for each channel"])
        }
    }
}
