import Foundation
import Plan

/// The points of a sweep.
public struct SearchSpace: Sendable {
    /// What varies.
    public let parameters: [SweepParameter]

    /// The space of a plan.
    public init(_ plan: SweepPlan) { parameters = plan.parameters }

    /// The number of points.
    public var gridCount: Int? {
        parameters.contains { $0.domain.count == nil } ? nil : gridPoints().reduce(0) { count, _ in count + 1 }
    }

    /// All points.
    public func gridPoints() -> some Sequence<Assignment> {
        var points: [Assignment] = []
        var seen: Set<Assignment> = []
        let counts = parameters.map { $0.domain.count ?? 1 }
        for number in 0..<counts.reduce(1, *) {
            var rest = number
            var unit = parameters.map { _ in 0.0 }
            for index in parameters.indices.reversed() {
                unit[index] = (Double(rest % counts[index]) + 0.5) / Double(counts[index])
                rest /= counts[index]
            }
            let point = assignment(unit: unit)
            if allows(point), seen.insert(point).inserted { points.append(point) }
        }
        return points
    }

    /// Constraints.
    public func allows(_ a: Assignment) -> Bool { true }

    /// A point from the unit cube.
    public func assignment(unit: [Double]) -> Assignment {
        var settings: [SweepSetting] = []
        for (parameter, share) in zip(parameters, unit) {
            guard
                parameter.conditions.allSatisfy({ condition in
                    settings.first { $0.path == condition.path }.map { condition.values.contains($0.value) } ?? false
                })
            else { continue }
            let value: SweepValue
            switch parameter.domain {
            case .values(let values, _): value = values[min(Int(share * Double(values.count)), values.count - 1)]
            case .uniform(let low, let high): value = .number(low + (high - low) * share)
            case .logUniform(let low, let high): value = .number(exp(log(low) + (log(high) - log(low)) * share))
            case .intUniform(let low, let high): value = .number(Double(low) + (share * Double(high - low + 1)).rounded(.down))
            }
            settings.append(SweepSetting(path: parameter.path, value: value))
        }
        return Assignment(settings)
    }
}
