import Plan
import Testing

@testable import Sweeping

@Suite struct SobolSamplerTests {
    @Test func halvesOfEveryIntervalHaveAsManyPoints() throws {
        let sampler = Samplers.make(try SamplerCase.plan(SobolSearch(), SamplerCase.mixed))
        let points = (0..<32).compactMap { sampler.assignment($0, results: [], pending: []) }
        #expect(points.count { $0["rate"]?.number ?? 1 < 1e-2 } == 16)
        #expect(points.count { $0["dropout"]?.number ?? 1 < 0.25 } == 16)
        #expect(points.count { $0["optimizer"] == .yaml("adam") } == 16)
        for units in 1...8 { #expect(points.count { $0["units"]?.number == Double(units) } == 4) }
    }

    @Test func aConstraintLeavesPointsOutAndChangesNoOthers() throws {
        let all = Samplers.make(try SamplerCase.plan(SobolSearch(), SamplerCase.mixed))
        let some = Samplers.make(try SamplerCase.plan(SobolSearch(), SamplerCase.mixed, constraints: ["units <= 4"]))
        let points = (0..<64).compactMap { all.assignment($0, results: [], pending: []) }
        let left = points.filter { $0["units"]?.number ?? 9 <= 4 }
        #expect(left.count == 32)
        #expect((0..<32).map { some.assignment($0, results: [], pending: []) } == left)
    }

    @Test func moreParametersThanTheTableHasGiveNoPoint() throws {
        let parameters = (0...SobolSearch.mostParameters).map {
            SweepParameter(path: "p\($0)", domain: .uniform(low: 0, high: 1))
        }
        let sampler = Samplers.make(try SamplerCase.plan(SobolSearch(), parameters))
        #expect(sampler.assignment(0, results: [], pending: []) == nil)
    }
}
