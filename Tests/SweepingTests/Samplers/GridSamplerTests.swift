import Plan
import Testing

@testable import Sweeping

@Suite struct GridSamplerTests {
    @Test func pointsAreThoseOfTheSpaceInItsOrder() throws {
        let plan = try SamplerCase.plan(GridSearch(), SamplerCase.small)
        let sampler = Samplers.make(plan)
        #expect(sampler.count == 6)
        let points = Array(SearchSpace(plan).gridPoints())
        // In any order of asking.
        for index in [4, 0, 5, 2] { #expect(sampler.assignment(index, results: [], pending: []) == points[index]) }
        #expect(sampler.assignment(6, results: [], pending: []) == nil)
        #expect(sampler.horizon(5) == 0)
    }

    @Test func aSpaceWithoutEndHasNoGrid() throws {
        let sampler = Samplers.make(try SamplerCase.plan(GridSearch(), SamplerCase.mixed))
        #expect(sampler.assignment(0, results: [], pending: []) == nil)
    }
}
