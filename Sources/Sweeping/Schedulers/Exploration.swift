import Foundation
import Plan
import Randomness

/// How population based training changes the values that a trial takes over.
///
/// Numbers of an interval become 0.8 or 1.2 times as large, within the interval; whole ones change by one at least. A value of an ordered
/// list becomes a neighbour, and stays where there is none on that side. A value of another list stays. With a probability of
/// `resample_probability` any of these is drawn anew from its domain instead. A parameter whose conditions hold no longer is left out, and
/// one whose conditions hold for the first time is drawn. Where the constraints do not hold, all of it is drawn again, up to 100 times; then
/// the values stay as they are. Settings that are no parameters stay.
struct Exploration: Sendable {
    private let space: SearchSpace
    private let resampleProbability: Double

    private static let attempts = 100

    init(_ plan: SweepPlan, resampleProbability: Double) {
        space = SearchSpace(plan)
        self.resampleProbability = resampleProbability
    }

    /// Values near others: a function of them and the key.
    func neighbor(of assignment: Assignment, _ key: RandomKey) -> Assignment {
        let known = Set(space.parameters.map(\.path))
        let others = assignment.settings.filter { !known.contains($0.path) }
        for attempt in 0..<Self.attempts {
            let key = key.with(attempt)
            let values = space.parameters.map { parameter in
                let key = key.with(parameter.path)
                return assignment[parameter.path].flatMap { changed($0, parameter.domain, key) }
                    ?? parameter.domain.value(at: key.uniform(1))
            }
            let found = Assignment(space.assignment(values: values).settings + others)
            if space.allows(found) { return found }
        }
        return assignment
    }

    /// A value near another; nil where it is to be drawn.
    private func changed(_ value: SweepValue, _ domain: SweepDomain, _ key: RandomKey) -> SweepValue? {
        if key.uniform(0) < resampleProbability { return nil }
        let isUp = key.below(2, 2) == 1
        switch domain {
        case .values(let values, let isOrdered):
            guard let place = values.firstIndex(of: value) else { return nil }
            return isOrdered ? values[min(max(place + (isUp ? 1 : -1), 0), values.count - 1)] : value
        case .uniform(let low, let high), .logUniform(let low, let high):
            return value.number.map { .number(min(max($0 * (isUp ? 1.2 : 0.8), low), high)) }
        case .intUniform(let low, let high):
            guard let number = value.number else { return nil }
            let scaled = (number * (isUp ? 1.2 : 0.8)).rounded()
            let step = isUp ? max(scaled, number + 1) : min(scaled, number - 1)
            return .number(min(max(step, Double(low)), Double(high)))
        }
    }
}
