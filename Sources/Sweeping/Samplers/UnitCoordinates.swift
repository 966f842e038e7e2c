import Foundation
import Plan

/// Where the values of points lie in the unit cube: the inverse of ``SearchSpace/assignment(unit:)``.
struct UnitCoordinates: Sendable {
    /// What lies between 0 and 1.
    enum Axis: Hashable, Sendable {
        /// Numbers without number.
        case interval
        /// So many values in order, each in the middle of a cell of its own.
        case steps(Int)
        /// So many values without order, each in the middle of a cell of its own.
        case choices(Int)
    }

    let parameters: [SweepParameter]
    let axes: [Axis]
    /// The place of each listed value.
    private let places: [[SweepValue: Int]]

    init(_ parameters: [SweepParameter]) {
        self.parameters = parameters
        axes = parameters.map(\.domain).map { domain in
            switch domain {
            case .uniform, .logUniform: .interval
            case .intUniform(let low, let high): .steps(Self.count(low, high))
            case .values(let values, let isOrdered): isOrdered ? .steps(max(values.count, 1)) : .choices(max(values.count, 1))
            }
        }
        places = parameters.map(\.domain).map { domain in
            guard case .values(let values, _) = domain else { return [:] }
            return Dictionary(zip(values, values.indices)) { first, _ in first }
        }
    }

    /// The coordinates of a point, parameter by parameter; nil where a parameter is not set, or has a value outside its domain.
    func coordinates(_ point: Assignment) -> [Double?] {
        var values: [String: SweepValue] = [:]
        for setting in point.settings { values[setting.path] = setting.value }
        return parameters.indices.map { index in
            values[parameters[index].path].flatMap { coordinate($0, of: index) }
        }
    }

    private func coordinate(_ value: SweepValue, of index: Int) -> Double? {
        switch parameters[index].domain {
        case .values(let values, _):
            return places[index][value].map { (Double($0) + 0.5) / Double(values.count) }
        case .uniform(let low, let high):
            return value.number.flatMap { Self.share($0, low, high) }
        case .logUniform(let low, let high):
            return value.number.flatMap { $0 > 0 ? Self.share(log($0), log(low), log(high)) : nil }
        case .intUniform(let low, let high):
            guard let number = value.number, number >= Double(low), number <= Double(high) else { return nil }
            return (number - Double(low) + 0.5) / (Double(high) - Double(low) + 1)
        }
    }

    /// How far a number lies into an interval; a rounding beyond an end is none.
    private static func share(_ number: Double, _ low: Double, _ high: Double) -> Double? {
        guard low < high else { return number == low ? 0.5 : nil }
        let share = (number - low) / (high - low)
        return share >= -1e-9 && share <= 1 + 1e-9 ? min(max(share, 0), 1) : nil
    }

    private static func count(_ low: Int, _ high: Int) -> Int {
        let (difference, overflow) = high.subtractingReportingOverflow(low)
        return overflow ? Int.max : max(difference, 0).addingReportingOverflow(1).overflow ? Int.max : max(difference, 0) + 1
    }
}
