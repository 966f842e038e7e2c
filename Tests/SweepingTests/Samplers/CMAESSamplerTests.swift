import Plan
import Testing

@testable import Sweeping

@Suite struct CMAESSamplerTests {
    private static let parameters = [
        SweepParameter(path: "x", domain: .uniform(low: -5, high: 5)),
        SweepParameter(path: "y", domain: .logUniform(low: 1e-4, high: 1)),
        SweepParameter(path: "n", domain: .intUniform(low: 1, high: 20)),
    ]

    private static func cost(_ point: Assignment) -> Double? {
        guard let x = point["x"]?.number, let y = point["y"]?.number, let n = point["n"]?.number else { return nil }
        return x < -4 ? nil : (x - 1) * (x - 1) + 100 * (y - 0.01) * (y - 0.01) + 0.1 * abs(n - 12)
    }

    @Test func aGenerationWaitsForTheOneBefore() throws {
        // 4 + floor(3 ln 3) = 7.
        let sampler = Samplers.make(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        #expect([0, 6, 7, 13, 14].map(sampler.horizon) == [0, 0, 7, 7, 14])
        let larger = Samplers.make(try SamplerCase.plan(CMAESSearch(populationSize: 10), Self.parameters))
        #expect([0, 9, 10, 25].map(larger.horizon) == [0, 0, 10, 20])
    }

    @Test func pointsGatherWhereCostsAreLow() throws {
        let sampler = Samplers.make(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        let points = SamplerCase.run(sampler, 210, cost: Self.cost)
        #expect(points.count == 210)
        let costs = points.suffix(20).compactMap(\.cost).sorted()
        #expect(costs.count == 20)
        #expect(costs[10] < 0.35)
        #expect(points.compactMap(\.cost).min() ?? 1 < 0.2)
    }

    @Test func extraTrialsTeachNothing() throws {
        let sampler = Samplers.make(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        let points = SamplerCase.run(sampler, 30, cost: Self.cost).map(\.assignment)
        let extra = [Observation(Assignment([SweepSetting(path: "x", value: .number(1))]), cost: 0)]
        #expect(points == SamplerCase.run(sampler, 30, extra: extra, cost: Self.cost).map(\.assignment))
    }

    /// A scheduler that compares trials asks for all of them before the first has ended.
    @Test func fewerResultsThanItCouldHaveAreComplete() throws {
        let sampler = Samplers.make(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        let points = SamplerCase.run(sampler, 21, cost: Self.cost)
        let extra = (0..<3).map { Observation(Assignment([SweepSetting(path: "x", value: .number(Double($0)))]), cost: 0) }
        let pending = points[7..<20].map(\.assignment)
        let first = sampler.assignment(20, results: Array(points.prefix(7)), pending: pending)
        #expect(first != points[20].assignment)
        #expect(sampler.assignment(20, results: extra + points.prefix(7), pending: pending) == first)
        // Some of a generation are none.
        let more = points[9..<20].map(\.assignment)
        #expect(sampler.assignment(20, results: extra + points.prefix(9), pending: more) == first)
        #expect(
            sampler.assignment(20, results: [], pending: extra.map(\.assignment) + points.prefix(20).map(\.assignment)) != first)
    }

    @Test func generationsThatFailedTeachNothing() throws {
        let sampler = Samplers.make(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        let points = SamplerCase.run(sampler, 35) { _ in nil }
        let space = SearchSpace(try SamplerCase.plan(CMAESSearch(), Self.parameters))
        let coordinates = UnitCoordinates(space.parameters)
        let spread = points.suffix(21).compactMap { coordinates.coordinates($0.assignment)[0] }
        #expect(spread.count == 21)
        #expect((spread.max() ?? 0) - (spread.min() ?? 0) > 0.5)
    }
}
