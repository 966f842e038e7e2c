import Foundation
import Plan
import Randomness

/// The tree-structured Parzen estimator (Bergstra et al. 2011), multivariate (Falkner et al. 2018): points are drawn where the best of
/// the results lie densely, and the one is taken whose density among the best is the largest multiple of that among all others.
///
/// - Of n results the ceil(n / 10) best are the best, at most 25. What failed is never among them, however few completed.
/// - Points whose results are not known count as bad (constant liar), so that points chosen at once keep off each other.
/// - Parameters with the same conditions have a joint density, from the points that have all of them: a density of a tree. The branches
///   that a point does not take do not count in its favour.
/// - No point comes twice.
struct TPESampler: Sampler {
    let space: SearchSpace
    let method: TPESearch
    let key: RandomKey
    private let coordinates: UnitCoordinates
    /// Parameters with the same conditions.
    private let groups: [[Int]]

    init(_ space: SearchSpace, _ method: TPESearch, key: RandomKey) {
        self.space = space
        self.method = method
        self.key = key
        coordinates = UnitCoordinates(space.parameters)
        var groups: [(conditions: Set<SweepCondition>, members: [Int])] = []
        for (index, parameter) in space.parameters.enumerated() {
            let conditions = Set(parameter.conditions)
            if let place = groups.firstIndex(where: { $0.conditions == conditions }) {
                groups[place].members.append(index)
            } else {
                groups.append((conditions, [index]))
            }
        }
        self.groups = groups.map(\.members)
    }

    var count: Int? { nil }

    func horizon(_ index: Int) -> Int { index < method.startupTrials ? 0 : max(index - max(method.parallel, 1) + 1, 0) }

    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
        let key = key.with(index)
        let new = NewPoints(space, after: results, pending)
        guard index >= method.startupTrials else { return new.uniform(key) }
        let good = Self.best(results)
        let points = results.map { coordinates.coordinates($0.assignment) }
        let best = results.indices.filter { good.contains($0) }.map { points[$0] }
        let others =
            results.indices.filter { !good.contains($0) }.map { points[$0] } + pending.map { coordinates.coordinates($0) }
        let densities = groups.map { members in
            (members: members, best: density(best, members), others: density(others, members))
        }
        var draws = Draws(key.with("candidates"))
        var found = 0
        var choice: (point: Assignment, score: Double)?
        // Draws that are not new, or break a constraint, are drawn again, but not for ever.
        for _ in 0..<max(method.candidates, 1) * 20 where found < max(method.candidates, 1) {
            var unit = [Double](repeating: 0.5, count: space.parameters.count)
            for density in densities {
                for (member, value) in zip(density.members, density.best.sample(&draws)) { unit[member] = value }
            }
            let point = space.assignment(unit: unit)
            guard new.contains(point) else { continue }
            found += 1
            let isSet = coordinates.coordinates(point).map { $0 != nil }
            let score = densities.reduce(0) { score, density in
                guard density.members.allSatisfy({ isSet[$0] }) else { return score }
                let values = density.members.map { unit[$0] }
                return score + density.best.logDensity(values) - density.others.logDensity(values)
            }
            if score > choice?.score ?? -.infinity { choice = (point, score) }
        }
        return choice?.point ?? new.uniform(key)
    }

    /// The places of the best results.
    static func best(_ results: [Observation]) -> Set<Int> {
        let costs = results.map { $0.cost.flatMap { $0.isNaN ? nil : $0 } }
        let completed = results.indices.filter { costs[$0] != nil }
        let order = completed.sorted { (costs[$0] ?? 0, $0) < (costs[$1] ?? 0, $1) }
        return Set(order.prefix(min((results.count + 9) / 10, 25)))
    }

    private func density(_ points: [[Double?]], _ members: [Int]) -> ParzenEstimator {
        let values = points.compactMap { point -> [Double]? in
            let values = members.compactMap { point[$0] }
            return values.count == members.count ? values : nil
        }
        return ParzenEstimator(values, axes: members.map { coordinates.axes[$0] })
    }
}
