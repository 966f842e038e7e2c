import Foundation
import Plan
import Randomness
import Synchronization

/// The covariance matrix adaptation evolution strategy over the unit cube (Hansen 2016): a generation is drawn when the one before is known.
///
/// - It learns from the values that were tried: a whole number stands for the middle of its cell.
/// - What falls outside the cube or breaks a constraint is drawn again, 100 times, then moved to the nearest end.
/// - What failed ranks last. A generation that failed as a whole teaches nothing.
/// - A parameter that was not set leaves its coordinate of the mean where it is.
/// - It does not learn from `extraTrials`, which it did not draw.
final class CMAESSampler: Sampler {
    private let space: SearchSpace
    private let coordinates: UnitCoordinates
    private let population: Int
    private let key: RandomKey
    private let start: CMAESState
    /// What was learnt from the results before; it follows from them.
    private let known: Mutex<(results: [Observation], state: CMAESState)>

    init(_ space: SearchSpace, _ method: CMAESSearch, key: RandomKey) {
        self.space = space
        self.key = key
        coordinates = UnitCoordinates(space.parameters)
        let dimensions = max(space.parameters.count, 1)
        population = max(method.populationSize ?? 4 + Int(3 * log(Double(dimensions))), 2)
        start = CMAESState(
            mean: space.parameters.map { _ in 0.5 }, sigma: method.sigma, population: population)
        known = Mutex(([], start))
    }

    var count: Int? { nil }

    func horizon(_ index: Int) -> Int { index / population * population }

    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
        let key = key.with(index)
        let new = NewPoints(space, after: results, pending)
        // Those of its own points that are known; a scheduler may ask before all of them are.
        let state = state(Array(results.suffix(max(min(index - pending.count, horizon(index)), 0))))
        for attempt in 0...100 {
            var draws = Draws(key.with(attempt))
            var unit = state.point(space.parameters.map { _ in draws.normal() })
            if attempt == 100 { unit = unit.map { $0.isNaN ? 0.5 : min(max($0, 0), 1 - 0x1p-53) } }
            guard unit.allSatisfy({ $0 >= 0 && $0 < 1 }) else { continue }
            let point = space.assignment(unit: unit)
            if new.contains(point) { return point }
        }
        return new.uniform(key)
    }

    /// The state after all complete generations of the results.
    private func state(_ results: [Observation]) -> CMAESState {
        known.withLock { known in
            if !results.starts(with: known.results) { known = ([], start) }
            while results.count - known.results.count >= population {
                let generation = results[known.results.count..<known.results.count + population]
                let costs = generation.map { $0.cost.flatMap { $0.isNaN ? nil : $0 } ?? .infinity }
                if costs.contains(where: { $0 < .infinity }) {
                    let mean = known.state.mean
                    let points = generation.map { zip(coordinates.coordinates($0.assignment), mean).map { $0 ?? $1 } }
                    let order = costs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
                    known.state.learn(order.map { points[$0] })
                }
                known.results += generation
            }
            return known.state
        }
    }
}
