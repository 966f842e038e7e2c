import Foundation
import Plan
import Synchronization

/// The points that a sweep may try.
public struct SearchSpace: Sendable {
    /// What varies, in the order of the file.
    public let parameters: [SweepParameter]
    /// What must hold; nil for a text that is no constraint, which nothing satisfies.
    let constraints: [ConstraintExpression?]
    let conditions: ConditionOrder
    private let counted = Counted()

    /// The space of a sweep.
    public init(_ plan: SweepPlan) {
        parameters = plan.parameters
        constraints = plan.constraints.map { try? ConstraintExpression(parsing: $0.text) }
        conditions = ConditionOrder(plan.parameters)
    }

    /// The number of points of the grid; nil where a parameter has values without number.
    ///
    /// Where there are constraints or conditions the points are counted, once, as far as ``countable`` combinations; of a larger space this
    /// is the number of all combinations, which is at least as large.
    public var gridCount: Int? {
        guard let all = combinations else { return nil }
        guard !constraints.isEmpty || parameters.contains(where: { !$0.conditions.isEmpty }) else { return all }
        return counted.value.withLock { value in
            if let value { return value }
            let count = GridPoints(self).count(within: Self.countable) ?? all
            value = count
            return count
        }
    }

    /// The most combinations that are looked at to count points.
    public static let countable = 4_000_000

    /// The number of all combinations, whatever the conditions and constraints; the largest number where there are more.
    private var combinations: Int? {
        guard !parameters.isEmpty else { return 0 }
        return parameters.reduce(1) { product, parameter in
            guard let product, let count = parameter.domain.count else { return nil }
            let (result, overflow) = product.multipliedReportingOverflow(by: count)
            return overflow ? .max : result
        }
    }

    /// Every point of the grid, one after another as they are asked for: all combinations of values, the last parameter varying fastest,
    /// without parameters whose conditions do not hold, and without points that do not satisfy the constraints. Combinations that differ
    /// in such parameters alone are one point. Empty where a parameter has values without number.
    public func gridPoints() -> some Sequence<Assignment> { GridPoints(self) }

    /// Whether the constraints hold. One that depends on a parameter that is not set there does not apply.
    public func allows(_ assignment: Assignment) -> Bool {
        guard !constraints.isEmpty else { return true }
        let values = Dictionary(assignment.settings.map { ($0.path, $0.value) }) { first, _ in first }
        return constraints.allSatisfy { $0?.evaluate(values) ?? ($0 != nil) }
    }

    /// A point of the unit cube as values.
    ///
    /// - Parameter unit: A coordinate for each parameter, from 0 to below 1: the place in an interval or, for values that can be counted,
    ///   the share of them that come before.
    /// - Returns: The values of the parameters whose conditions hold. Constraints may not.
    public func assignment(unit: [Double]) -> Assignment {
        assignment(values: zip(parameters, unit).map { $0.domain.value(at: $1) })
    }

    /// The values of the parameters whose conditions hold.
    ///
    /// - Parameter values: A value for each parameter.
    public func assignment(values: [SweepValue]) -> Assignment {
        let isActive = conditions.active(values)
        return Assignment(
            zip(parameters, values).enumerated().compactMap { index, pair in
                isActive[index] ? SweepSetting(path: pair.0.path, value: pair.1) : nil
            })
    }

    /// The number of points, once someone asked.
    private final class Counted: Sendable {
        let value = Mutex<Int?>(nil)
    }
}

extension SweepDomain {
    /// The value at a place from 0 to below 1.
    func value(at place: Double) -> SweepValue {
        let place = place >= 0 && place < 1 ? place : place >= 1 ? 1.0.nextDown : 0
        func between(_ low: Double, _ high: Double) -> Double { low * (1 - place) + high * place }
        switch self {
        case .values(let values, _):
            let index = Int(place * Double(values.count))
            return index < values.count ? values[index] : .yaml("null")
        case .uniform(let low, let high): return .number(min(max(between(low, high), low), high))
        case .logUniform(let low, let high): return .number(min(max(exp(between(log(low), log(high))), low), high))
        case .intUniform(let low, let high):
            let width = Double(high) - Double(low) + 1
            return .number(min(max(Double(low) + (place * width).rounded(.down), Double(low)), Double(high)))
        }
    }

    /// One of the values that can be counted.
    func value(number: Int) -> SweepValue? {
        switch self {
        case .values(let values, _): values.indices.contains(number) ? values[number] : nil
        case .intUniform(let low, _): .number(Double(low) + Double(number))
        case .uniform, .logUniform: nil
        }
    }
}
