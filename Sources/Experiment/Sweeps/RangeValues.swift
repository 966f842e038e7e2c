import Foundation
import Plan

/// The numbers of a range, each the one that its decimal digits name: no rounding error adds up.
enum RangeValues {
    /// Why a range cannot be written out.
    struct Fault: Error {
        var id: String
        var message: String
        var help: [String]
    }

    /// The most values.
    static let maximumCount = 100_000

    /// Writes a range out.
    ///
    /// - Parameters:
    ///   - first: The first value.
    ///   - last: The last, above the first.
    ///   - step: What lies between two, above 0.
    static func values(from first: Double, to last: Double, step: Double) throws(Fault) -> [Double] {
        let turns = (last - first) / step
        guard turns < Double(maximumCount) else {
            throw Fault(
                id: "too-many-values", message: "this range has more than \(maximumCount) values",
                help: ["use a larger step, or `int_uniform` or `uniform` with a method that draws: method: random"])
        }
        let count = Int(turns.rounded())
        guard abs(turns - Double(count)) <= 1e-9 * max(1, turns), count >= 1 else {
            let below = value(first, step, Int(turns.rounded(.down)))
            let above = value(first, step, Int(turns.rounded(.up)))
            func text(_ end: Double) -> String {
                "[" + [first, end, step].map { SweepValue.number($0).text }.joined(separator: ", ") + "]"
            }
            throw Fault(
                id: "uneven-range",
                message:
                    "steps of \(SweepValue.number(step).text) from \(SweepValue.number(first).text) do not lead to \(SweepValue.number(last).text)",
                help: [below > first ? "write \(text(below)), or \(text(above))" : "write \(text(above))"])
        }
        return (0...count).map { $0 == count ? last : value(first, step, $0) }
    }

    /// The first number and some steps.
    private static func value(_ first: Double, _ step: Double, _ turns: Int) -> Double {
        let plain = first + step * Double(turns)
        guard let a = Decimal(shortest: first), let b = Decimal(shortest: step) else { return plain }
        return Double((a + b * Decimal(turns)).description) ?? plain
    }
}

extension Decimal {
    /// The number that the shortest digits of a double name; nil where that is not one that can be added exactly.
    fileprivate init?(shortest value: Double) {
        guard value == 0 || (1e-15...1e15).contains(abs(value)) else { return nil }
        self.init(string: "\(value)", locale: Locale(identifier: "en_US_POSIX"))
    }
}
