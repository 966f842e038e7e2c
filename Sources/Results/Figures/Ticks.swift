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
            labels = [Self.label(range.lowerBound, step: 0)]
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
        labels = found.map { Self.label($0, step: step) }
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below a number.
    static func step(atLeast least: Double) -> Double {
        let power = pow(10, floor(log10(least)))
        return ([1, 2, 5, 10].first { $0 * power >= least * (1 - 1e-9) } ?? 10) * power
    }

    /// A number with the decimals that its step needs; very large and very small ones as powers of ten.
    static func label(_ value: Double, step: Double) -> String {
        if value == 0 || abs(value) < step * 1e-6 { return "0" }
        let size = abs(value)
        if size >= 1e6 || step > 0 && step < 1e-5 {
            return String(format: "%.3g", value)
        }
        guard step > 0 else { return String(format: "%g", value) }
        return String(format: "%.\(max(0, Int((-log10(step) - 1e-9).rounded(.up))))f", value)
    }
}
