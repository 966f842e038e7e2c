import Plan
import Testing

@testable import Sweeping

@Suite struct TPESamplerTests {
    @Test func theFirstPointsAreRandomAndTheOthersWaitForAllButSome() throws {
        let sampler = Samplers.make(try SamplerCase.plan(TPESearch(startupTrials: 10, parallel: 4), SamplerCase.mixed))
        #expect((0..<16).map(sampler.horizon) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9, 10, 11, 12])
        let alone = Samplers.make(try SamplerCase.plan(TPESearch(startupTrials: 2, parallel: 1), SamplerCase.mixed))
        #expect((0..<5).map(alone.horizon) == [0, 0, 2, 3, 4])
    }

    @Test(arguments: [(0, 0), (1, 1), (10, 1), (11, 2), (250, 25), (400, 25)])
    func aTenthOfTheResultsAreTheBest(_ count: Int, _ best: Int) {
        let results = (0..<count).map { Observation(Assignment([]), cost: Double(count - $0)) }
        #expect(TPESampler.best(results) == Set((count - best)..<count))
        // What failed counts as a result, and never as a good one.
        let failed = results.map { Observation($0.assignment, cost: $0.cost.map { $0 == 1 ? .nan : nil } ?? nil) }
        #expect(TPESampler.best(failed).isEmpty)
    }

    @Test func equalResultsAreTakenFromTheFirst() {
        let results = (0..<15).map { _ in Observation(Assignment([]), cost: 1) }
        #expect(TPESampler.best(results) == [0, 1])
    }

    @Test func pointsGatherWhereCostsAreLow() throws {
        let parameters = ["x", "y"].map { SweepParameter(path: $0, domain: .uniform(low: 0, high: 1)) }
        func cost(_ point: Assignment) -> Double {
            guard let x = point["x"]?.number, let y = point["y"]?.number else { return 1 }
            return (x - 0.8) * (x - 0.8) + (y - 0.3) * (y - 0.3)
        }
        let points = SamplerCase.run(
            Samplers.make(try SamplerCase.plan(TPESearch(parallel: 2), parameters)), 60, cost: cost)
        let late = points.suffix(20).compactMap(\.cost).sorted()
        // A random point has a cost of 0.3 on average.
        #expect(late[10] < 0.03)
    }

    @Test func aBranchLearnsFromItsOwnPoints() throws {
        func cost(_ point: Assignment) -> Double { point["momentum"].flatMap(\.number).map { abs($0 - 0.9) } ?? 2 }
        let points = SamplerCase.run(
            Samplers.make(try SamplerCase.plan(TPESearch(parallel: 1), SamplerCase.mixed)), 60, cost: cost)
        let late = points.suffix(20)
        #expect(late.count { $0.assignment["optimizer"] == .yaml("sgd") } >= 14)
        #expect(late.compactMap { $0.assignment["momentum"]?.number }.allSatisfy { $0 > 0.4 })
    }

    /// The same results with more points under way: those are kept off, as though they had failed.
    @Test func pendingPointsCountAsBad() throws {
        let parameters = [SweepParameter(path: "x", domain: .uniform(low: 0, high: 1))]
        func point(_ x: Double) -> Assignment { Assignment([SweepSetting(path: "x", value: .number(x))]) }
        let results = (0..<20).map { Observation(point(Double($0) / 20), cost: abs(Double($0) / 20 - 0.5)) }
        let sampler = Samplers.make(try SamplerCase.plan(TPESearch(parallel: 10), parameters))
        let around = [0.47, 0.48, 0.49, 0.5, 0.51, 0.52, 0.53].map(point)
        var (near, nearWithPending, same) = (0, 0, 0)
        for index in 29..<79 {
            let isNear = { (found: Assignment?) in abs((found?["x"]?.number ?? 9) - 0.5) < 0.05 }
            let free = sampler.assignment(index, results: results, pending: [])
            let kept = sampler.assignment(index, results: results, pending: around)
            let failed = results + around.map { Observation($0, cost: nil) }
            if isNear(free) { near += 1 }
            if isNear(kept) { nearWithPending += 1 }
            if kept == sampler.assignment(index, results: failed, pending: []) { same += 1 }
        }
        #expect(near > 40)
        #expect(nearWithPending < 25)
        // 20 results have 2 best ones, 27 have 3.
        #expect(same < 50)
    }

    @Test func withoutASingleResultThePointsAreStillPoints() throws {
        let sampler = Samplers.make(try SamplerCase.plan(TPESearch(startupTrials: 3, parallel: 2), SamplerCase.mixed))
        let points = SamplerCase.run(sampler, 15) { _ in nil }
        #expect(Set(points.map(\.assignment)).count == 15)
        let nan = SamplerCase.run(sampler, 15) { _ in Double.nan }
        #expect(Set(nan.map(\.assignment)).count == 15)
        #expect(nan.map(\.assignment) == points.map(\.assignment))
    }
}
