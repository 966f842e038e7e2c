import Foundation

/// Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.
struct Ticks: Hashable {
    /// Where they are, from low to high.
    let values: [Double]
    /// What stands beside each.
    let labels: [String]

    /// Ticks within a range.
    ///
    /// - Parameters:
    ///   - range: Finite, of some extent.
    ///   - count: The most ticks to have, at least 2.
    ///   - whole: Whether only whole numbers make sense.
    init(_ range: ClosedRange<Double>, count: Int, whole: Bool = false) {
        let extent = range.upperBound - range.lowerBound
        guard extent.isFinite, extent > 0 else {
            values = [range.lowerBound]
            labels = [String(format: "%g", range.lowerBound)]
            return
        }
        let step = Self.step(atLeast: max(extent / Double(max(count - 1, 1)), whole ? 1 : 0))
        // A tick that misses the range by rounding alone belongs to it.
        let slack = step * 1e-9
        var place = ((range.lowerBound - slack) / step).rounded(.up)
        var found: [Double] = []
        while place * step <= range.upperBound + slack, found.count <= count {
            found.append(place * step)
            place += 1
        }
        values = found
        labels = Self.labels(found, step: step)
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below a number.
    static func step(atLeast least: Double) -> Double {
        let power = pow(10, floor(log10(least)))
        return ([1, 2, 5, 10].first { $0 * power >= least * (1 - 1e-9) } ?? 10) * power
    }

    /// Numbers with the decimals that their step needs; all as powers of ten where they are very large or very near each other.
    private static func labels(_ values: [Double], step: Double) -> [String] {
        let largest = values.map { abs($0) }.max() ?? 0
        let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
        return values.map { value in
            // No minus before a zero.
            let value = abs(value) < step * 1e-6 ? 0 : value
            if largest >= 1e5 || decimals > 5 { return value == 0 ? "0" : String(format: "%.3g", value) }
            return String(format: "%.\(decimals)f", value)
        }
    }
}
