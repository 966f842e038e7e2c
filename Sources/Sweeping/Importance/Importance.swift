import Foundation
import Plan
import Randomness

/// How much of what was measured follows from each parameter alone.
public enum Importance {
    /// The trees of a forest.
    static let trees = 64
    /// The most points that are looked at: the newest.
    static let most = 5000

    /// Why nothing can be said; nil where it can.
    public static func obstacle(_ observations: [Observation], space: SearchSpace) -> String? {
        let costs = completed(observations, UnitCoordinates(space.parameters), space.parameters).map(\.cost)
        let least = max(8, 2 * space.parameters.count)
        if costs.count < least { return "\(costs.count) points were measured; importance needs at least \(least)" }
        if Set(costs).count < 2 { return "all points measured the same" }
        return nil
    }

    /// The share of each parameter in the variance that the parameters explain one by one, the largest first; they sum to 1.
    ///
    /// Functional analysis of variance over a random forest (Hutter, Hoos and Leyton-Brown 2014): each tree is a function over the whole
    /// unit cube, and a parameter's part is the variance of that function's mean over all others. As in Optuna's
    /// `FanovaImportanceEvaluator` it is the mean over 64 trees of the part of each tree's variance; unlike there, an interval of a
    /// `log_uniform` is cut evenly in orders of magnitude, and a choice has a cell for each value. A parameter that is not set at a
    /// point has no effect there: any value would have given the same result, so it gets a random one.
    ///
    /// - Parameters:
    ///   - observations: What was measured; points that failed are left out.
    ///   - space: What varied.
    /// - Returns: Empty where there is an ``obstacle(_:space:)``.
    public static func fanova(_ observations: [Observation], space: SearchSpace) -> [(path: String, share: Double)] {
        guard obstacle(observations, space: space) == nil else { return [] }
        let coordinates = UnitCoordinates(space.parameters)
        let key = RandomKey(seed: 0).with("fanova")
        let points = completed(observations, coordinates, space.parameters).suffix(most)
        let rows = points.enumerated().map { number, point in
            point.coordinates.enumerated().map { $1 ?? key.with("unset").with(number).uniform(UInt64($0)) }
        }
        let costs = points.map(\.cost)
        var sums = [Double](repeating: 0, count: space.parameters.count)
        for tree in 0..<trees {
            // As many draws with replacement as there are points.
            let draws = key.with("tree").with(tree)
            var weights = [Int](repeating: 0, count: rows.count)
            for draw in rows.indices { weights[draws.below(rows.count, UInt64(draw))] += 1 }
            let parts = RegressionTree(rows, costs, weights: weights, axes: coordinates.axes).parts()
            for index in sums.indices { sums[index] += parts[index] }
        }
        let total = sums.reduce(0, +)
        guard total > 0 else { return [] }
        return zip(space.parameters, sums).map { (path: $0.path, share: $1 / total) }.sorted { $0.share > $1.share }
    }

    /// The points that were measured, those that have a value for each parameter that has to have one.
    private static func completed(
        _ observations: [Observation], _ coordinates: UnitCoordinates, _ parameters: [SweepParameter]
    ) -> [(coordinates: [Double?], cost: Double)] {
        observations.compactMap { observation in
            guard let cost = observation.cost, cost.isFinite else { return nil }
            let point = coordinates.coordinates(observation.assignment)
            let isWhole = zip(parameters, point).allSatisfy { $1 != nil || !$0.conditions.isEmpty }
            return isWhole ? (point, cost) : nil
        }
    }
}
