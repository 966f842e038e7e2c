import Foundation

/// An axis of a figure, as a value.
public struct PlotAxis: Hashable, Sendable {
    /// What lies how far from what.
    public enum Scale: Hashable, Sendable {
        /// Equal differences are equally far.
        case linear
        /// The same, for whole numbers.
        case whole
        /// Equal ratios are equally far; values are above 0.
        case log
        /// Names, one after another; a value is the index of its name.
        case names([String])
    }

    /// The words beside it.
    public var label: String
    /// What lies how far from what.
    public var scale: Scale
    /// The least and the greatest value; what lies beyond is shown at the edge.
    public var range: ClosedRange<Double>
    /// The values that have a tick; empty chooses round ones.
    public var marks: [Double]

    /// An axis over some values, a little longer than they reach.
    ///
    /// - Parameters:
    ///   - values: Those that are no numbers, or not above 0 on a logarithmic axis, do not count.
    ///   - marks: The values that have a tick; empty chooses round ones.
    public init(_ label: String, _ scale: Scale, over values: [Double], marks: [Double] = []) {
        self.marks = marks
        self.label = label
        self.scale = scale
        let finite = values.filter { abs($0) < 1e300 }
        switch scale {
        case .names(let names): range = -0.5...(Double(max(names.count, 1)) - 0.5)
        case .log:
            let places = finite.filter { $0 > 0 }.map { log10($0) }
            let (low, high) = (places.min() ?? 0, places.max() ?? 1)
            let margin = high > low ? (high - low) * 0.05 : 0.5
            range = pow(10, low - margin)...pow(10, high + margin)
        case .linear, .whole:
            let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
            let flat = high - low <= max(abs(low / 2 + high / 2) * 1e-9, 1e-300)
            let margin = flat ? max(abs(high) * 0.1, scale == .whole ? 1 : 1e-3) : (high - low) * 0.05
            range = (low - margin)...(high + margin)
        }
    }

    /// Where a value lies, from 0 to 1, at an end where it lies beyond; nil for what has no place.
    public func share(_ value: Double) -> Double? {
        guard !value.isNaN else { return nil }
        let (low, high) = (range.lowerBound, range.upperBound)
        if case .log = scale {
            guard value > 0, low > 0, high > low else { return nil }
            return min(max((log10(value) - log10(low)) / (log10(high) - log10(low)), 0), 1)
        }
        guard high > low else { return 0.5 }
        return min(max((value - low) / (high - low), 0), 1)
    }

    /// Whether a value lies beyond the axis.
    public func isBeyond(_ value: Double) -> Bool { !value.isNaN && !range.contains(value) }

    /// The ticks: values and what stands beside each.
    func ticks(count: Int) -> [(value: Double, label: String)] {
        if !marks.isEmpty, marks.count <= 12 {
            return marks.filter(range.contains).map { ($0, String(format: "%.5g", $0)) }
        }
        switch scale {
        case .names(let names): return names.enumerated().map { (Double($0), $1) }
        case .linear, .whole:
            let ticks = Ticks(range, count: count, whole: scale == .whole)
            return zip(ticks.values, ticks.labels).map { ($0, $1) }
        case .log:
            guard range.lowerBound > 0 else { return [] }
            let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
            guard (high - low).isFinite, high - low > 0.3 else {
                let ticks = Ticks(range, count: count)
                return zip(ticks.values, ticks.labels).map { ($0, $1) }
            }
            let factors: [Double] = high - low > 2 ? [1] : high - low > 1 ? [1, 3] : [1, 2, 5]
            let stride = max(1, Int(((high - low) / Double(max(count, 2))).rounded(.up)))
            let powers = Int(low.rounded(.down))...Int(high.rounded(.up))
            return powers.filter { $0 % stride == 0 }.flatMap { power in
                factors.compactMap { factor -> (Double, String)? in
                    let value = factor * pow(10, Double(power))
                    return range.contains(value) ? (value, Self.label(factor: factor, power: power)) : nil
                }
            }
        }
    }

    private static func label(factor: Double, power: Int) -> String {
        if (-3...4).contains(power) { return String(format: "%.\(max(0, -power))f", factor * pow(10, Double(power))) }
        return "\(Int(factor))e\(power)"
    }
}
