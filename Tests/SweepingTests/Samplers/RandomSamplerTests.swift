import Plan
import Testing

@testable import Sweeping

@Suite struct RandomSamplerTests {
    @Test func everyPartOfTheSpaceIsAsLikely() throws {
        let sampler = Samplers.make(try SamplerCase.plan(RandomSearch(), SamplerCase.mixed))
        let points = (0..<2000).compactMap { sampler.assignment($0, results: [], pending: []) }
        #expect(points.count == 2000)
        // Four deviations of a share of 2000 draws.
        func near(_ share: Double, _ isIn: (Assignment) -> Bool) -> Bool {
            abs(Double(points.count(where: isIn)) / 2000 - share) < 4 * (share * (1 - share) / 2000).squareRoot()
        }
        for step in 1...3 {
            #expect(near(0.25 * Double(step)) { $0["dropout"]?.number ?? 1 < 0.125 * Double(step) })
        }
        #expect(near(0.25) { $0["rate"]?.number ?? 1 < 1e-3 })
        #expect(near(0.75) { $0["rate"]?.number ?? 1 < 1e-1 })
        for units in 1...8 { #expect(near(0.125) { $0["units"]?.number == Double(units) }) }
        #expect(near(0.5) { $0["momentum"] != nil })
    }
}
