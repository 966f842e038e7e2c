import Plan
import Testing

@testable import Sweeping

/// What holds of every sampler.
@Suite struct SamplersTests {
    static let methods: [any SweepMethodKind] = [
        RandomSearch(), SobolSearch(), TPESearch(startupTrials: 5, parallel: 3), CMAESSearch(),
    ]

    static func cost(_ point: Assignment) -> Double? {
        guard let rate = point["rate"]?.number, let units = point["units"]?.number else { return nil }
        return rate > 0.5 ? nil : rate + units + (point["momentum"]?.number ?? 0.3)
    }

    @Test(arguments: methods) func pointsAreAFunctionOfThePlan(_ method: any SweepMethodKind) throws {
        let plan = try SamplerCase.plan(method, SamplerCase.mixed)
        let points = SamplerCase.run(Samplers.make(plan), 40, cost: Self.cost).map(\.assignment)
        #expect(points.count == 40)
        #expect(points == SamplerCase.run(Samplers.make(plan), 40, cost: Self.cost).map(\.assignment))
        // A sampler that was asked for no other point says the same.
        let results = points.map { Observation($0, cost: Self.cost($0)) }
        for index in [0, 7, 39] {
            let sampler = Samplers.make(plan)
            let horizon = sampler.horizon(index)
            let again = sampler.assignment(
                index, results: Array(results.prefix(horizon)), pending: Array(points[horizon..<index]))
            #expect(again == points[index])
        }
        let other = try SamplerCase.plan(method, SamplerCase.mixed, seed: 8)
        #expect(points != SamplerCase.run(Samplers.make(other), 40, cost: Self.cost).map(\.assignment))
    }

    @Test(arguments: methods) func pointsLieInTheSpace(_ method: any SweepMethodKind) throws {
        let plan = try SamplerCase.plan(method, SamplerCase.mixed, constraints: ["units * dropout <= 1", "momentum <= 0.75"])
        let points = SamplerCase.run(Samplers.make(plan), 60, cost: Self.cost).map(\.assignment)
        #expect(points.count == 60)
        for point in points {
            let rate = try #require(point["rate"]?.number)
            let dropout = try #require(point["dropout"]?.number)
            let units = try #require(point["units"]?.number)
            #expect(rate >= 1e-4 && rate <= 1)
            #expect(dropout >= 0 && dropout <= 0.5)
            #expect(units >= 1 && units <= 8 && units == units.rounded())
            #expect(units * dropout <= 1)
            #expect((point["momentum"] != nil) == (point["optimizer"] == .yaml("sgd")))
            #expect(point["momentum"]?.number ?? 0 <= 0.75)
        }
        #expect(Set(points.map { $0["optimizer"] }).count == 2)
        #expect(Set(points.map { $0["units"] }).count > 2)
    }

    @Test(arguments: methods + [GridSearch()]) func aSmallSpaceIsUsedUpWithoutRepetition(_ method: any SweepMethodKind) throws {
        let sampler = Samplers.make(try SamplerCase.plan(method, SamplerCase.small))
        let points = SamplerCase.run(sampler, 20) { Double($0["b"]?.number ?? 9) }.map(\.assignment.key)
        #expect(Set(points) == ["a=y", "a=x\nb=1", "a=x\nb=2", "a=x\nb=3", "a=x\nb=4", "a=x\nb=5"])
        #expect(points.count == 6)
    }

    @Test(arguments: methods) func whatWasTriedBeforeIsNotTriedAgain(_ method: any SweepMethodKind) throws {
        let extra = [SweepSetting(path: "a", value: .yaml("y"))]
        let sampler = Samplers.make(try SamplerCase.plan(method, SamplerCase.small, extra: [extra]))
        let before = [Observation(Assignment(extra), cost: 0.5)]
        let points = SamplerCase.run(sampler, 20, extra: before) { Double($0["b"]?.number ?? 9) }.map(\.assignment.key)
        #expect(Set(points) == ["a=x\nb=1", "a=x\nb=2", "a=x\nb=3", "a=x\nb=4", "a=x\nb=5"])
    }

    @Test(arguments: methods) func constraintsThatNothingSatisfiesEnd(_ method: any SweepMethodKind) throws {
        let sampler = Samplers.make(try SamplerCase.plan(method, SamplerCase.mixed, constraints: ["units > 100"]))
        #expect(sampler.assignment(0, results: [], pending: []) == nil)
    }

    @Test(arguments: methods) func horizonsNeverFall(_ method: any SweepMethodKind) throws {
        let sampler = Samplers.make(try SamplerCase.plan(method, SamplerCase.mixed))
        let horizons = (0..<60).map(sampler.horizon)
        #expect(zip(horizons, horizons.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(horizons.enumerated().allSatisfy { $1 <= $0 && $1 >= 0 })
    }
}
