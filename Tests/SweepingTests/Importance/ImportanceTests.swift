import Foundation
import Plan
import Randomness
import Testing

@testable import Sweeping

@Suite struct ImportanceTests {
    private struct Fixture: Decodable {
        var points: [[Double]]
        var costs: [Double]
        var mean: [Double]
        var deviation: [Double]
    }

    private static func space(_ parameters: [SweepParameter]) throws -> SearchSpace {
        SearchSpace(try SamplerCase.plan(RandomSearch(), parameters))
    }

    private static func numbers(_ count: Int) -> [SweepParameter] {
        (0..<count).map { SweepParameter(path: "x\($0)", domain: .uniform(low: 0, high: 1)) }
    }

    /// Random points of a space, measured.
    private static func observe(_ space: SearchSpace, _ count: Int, _ cost: (Assignment) -> Double?) -> [Observation] {
        (0..<count).map { index in
            let key = RandomKey(seed: 5).with(index)
            let point = space.assignment(unit: space.parameters.indices.map { key.uniform(UInt64($0)) })
            return Observation(point, cost: cost(point))
        }
    }

    private static func shares(_ observations: [Observation], _ space: SearchSpace) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: Importance.fanova(observations, space: space).map { ($0.path, $0.share) })
    }

    @Test func sharesAreOptunas() throws {
        let fixture = try SamplerCase.load(Fixture.self, "fanova.json")
        let space = try Self.space(Self.numbers(4))
        let observations = zip(fixture.points, fixture.costs).map { Observation(space.assignment(unit: $0), cost: $1) }
        let shares = Self.shares(observations, space)
        for (index, (mean, deviation)) in zip(fixture.mean, fixture.deviation).enumerated() {
            // Four deviations of the difference of two forests.
            #expect(abs((shares["x\(index)"] ?? -1) - mean) < 4 * 2.0.squareRoot() * deviation)
        }
    }

    /// 3 a + b: variances of 9 and 1 to 12.
    @Test func aSumOfNumbers() throws {
        let space = try Self.space(Self.numbers(3))
        let found = Importance.fanova(
            Self.observe(space, 1000) { 3 * ($0["x0"]?.number ?? 0) + ($0["x1"]?.number ?? 0) }, space: space)
        #expect(found.map(\.path) == ["x0", "x1", "x2"])
        #expect(abs(found.map(\.share).reduce(0, +) - 1) < 1e-12)
        for (value, expected) in zip(found.map(\.share), [0.9, 0.1, 0]) { #expect(abs(value - expected) < 0.02) }
    }

    /// A choice with 0, 1 and 3, variance 14 / 9, whole numbers n / 4 from 0 to 3, variance 15 / 192, and a logarithm of variance 4 / 12.
    @Test func choicesStepsAndLogarithms() throws {
        let space = try Self.space([
            SweepParameter(path: "c", domain: .values([.yaml("p"), .yaml("q"), .yaml("r")], isOrdered: false)),
            SweepParameter(path: "n", domain: .values([.number(0), .number(1), .number(2), .number(3)], isOrdered: true)),
            SweepParameter(path: "l", domain: .logUniform(low: 1e-3, high: 1e-1)),
        ])
        let shares = Self.shares(
            Self.observe(space, 300) { point in
                let choice = [.yaml("p"): 0.0, .yaml("q"): 1, .yaml("r"): 3][point["c"] ?? .yaml("")] ?? .nan
                return choice + (point["n"]?.number ?? 0) / 4 + log10(point["l"]?.number ?? 1)
            }, space)
        let total = 14.0 / 9 + 15.0 / 192 + 4.0 / 12
        #expect(abs((shares["c"] ?? 0) - 14 / 9 / total) < 0.03)
        #expect(abs((shares["n"] ?? 0) - 15 / 192 / total) < 0.03)
        #expect(abs((shares["l"] ?? 0) - 4 / 12 / total) < 0.03)
    }

    /// Which branch is taken matters, and what stands in it does not.
    @Test func aParameterThatIsNotSetHasNoEffect() throws {
        // The other way round, so that a tree that could part the points by either would take the parameter that may not be set.
        let space = try Self.space(SamplerCase.mixed.reversed())
        let shares = Self.shares(Self.observe(space, 200) { $0["optimizer"] == .yaml("sgd") ? 1 : 0 }, space)
        #expect(shares["optimizer"] ?? 0 > 0.99)
        #expect(shares["momentum"] ?? 1 < 0.005)
    }

    @Test func failedPointsAreLeftOut() throws {
        let space = try Self.space(Self.numbers(2))
        let observations = Self.observe(space, 60) { $0["x0"]?.number }
        let failed = Self.observe(space, 20) { _ in nil } + Self.observe(space, 20) { _ in .infinity }
        #expect(Self.shares(observations, space) == Self.shares(failed + observations, space))
    }

    @Test func tooLittleIsSaid() throws {
        let space = try Self.space(Self.numbers(5))
        let few = Self.observe(space, 9) { $0["x0"]?.number }
        #expect(Importance.obstacle(few, space: space) == "9 points were measured; importance needs at least 10")
        #expect(Importance.fanova(few, space: space).isEmpty)
        let same = Self.observe(space, 30) { _ in 1 }
        #expect(Importance.obstacle(same, space: space) == "all points measured the same")
        #expect(Importance.fanova(same, space: space).isEmpty)
        #expect(Importance.obstacle(Self.observe(space, 10) { $0["x0"]?.number }, space: space) == nil)
    }
}
