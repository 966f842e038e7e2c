import Foundation

/// A figure as it was printed: a number, and how many digits of it were given.
///
/// Whatever rounds to the printed digits is that figure: `78.25%` is anything from 78.245 % to 78.255 %.
public struct PublishedValue: Codable, Hashable, Sendable {
    /// The number; a share for a percentage: 0.7825 for `78.25%`.
    public var value: Double
    /// Decimals of `value` that were given: 4 for `78.25%` and for `0.7825`; nil for an exact number, such as `2504/3200`.
    public var decimals: Int?
    /// Whether it was written with a per cent sign, and is shown so.
    public var isPercentage: Bool

    /// Creates a figure.
    public init(_ value: Double, decimals: Int?, isPercentage: Bool = false) {
        self.value = value
        self.decimals = decimals
        self.isPercentage = isPercentage
    }

    /// Everything that was printed as this figure, both ends included.
    public var range: ClosedRange<Double> {
        let half = decimals.map { 0.5 * pow(10, -Double($0)) } ?? 0
        // Neither the printed number nor an end of the range is exact in binary.
        let slack = max(half, abs(value)) * 1e-12
        return (value - half - slack)...(value + half + slack)
    }

    /// The figure as it was printed: `78.25%`, `0.4312`.
    public var text: String { text(of: value, decimals: decimals ?? 6) }

    /// Another number in the same manner, with at least two decimals of a per cent, or four of a number: `80.61%`, `0.4127`.
    public func text(of number: Double) -> String { text(of: number, decimals: max(decimals ?? 6, 4)) }

    /// A difference in the same manner: `+2.36 points`, `-0.0185`.
    public func text(ofDifference difference: Double) -> String {
        guard difference.isFinite else { return "-" }
        let decimals = max(decimals ?? 6, 4)
        return isPercentage
            ? String(format: "%+.\(decimals - 2)f points", difference * 100) : String(format: "%+.\(decimals)f", difference)
    }

    /// How far numbers lie apart, in the same manner: `1.72 points`, `0.0185`.
    public func text(ofDeviation deviation: Double) -> String { String(text(ofDifference: abs(deviation)).drop { $0 == "+" }) }

    /// A share as a person writes it, without zeros at its end: `95%`, `99.9%`.
    public static func percent(_ share: Double) -> String { ReadableNumber.short(share * 100) + "%" }

    /// A number with as many digits as the figure.
    func textAsPrinted(_ number: Double) -> String { text(of: number, decimals: decimals ?? 6) }

    private func text(of number: Double, decimals: Int) -> String {
        guard number.isFinite else { return "\(number)" }
        return isPercentage
            ? String(format: "%.\(max(decimals - 2, 0))f%%", number * 100) : String(format: "%.\(decimals)f", number)
    }
}
