import Testing

@testable import Sweeping

@Suite struct CMAESStateTests {
    private struct Case: Decodable {
        struct Generation: Decodable {
            var draws: [[Double]]
            var points: [[Double]]
            var costs: [Double?]
            var mean: [Double]
            var sigma: Double
            var covariance: [[Double]]
        }
        var dimensions: Int
        var population: Int
        var sigma: Double
        var generations: [Generation]
    }

    @Test func generationsAreThoseOfPythonsCMAES() throws {
        for fixture in try SamplerCase.load([Case].self, "cmaes.json") {
            var state = CMAESState(
                mean: [Double](repeating: 0.5, count: fixture.dimensions), sigma: fixture.sigma, population: fixture.population)
            for generation in fixture.generations {
                for (draw, point) in zip(generation.draws, generation.points) {
                    for (value, expected) in zip(state.point(draw), point) { #expect(abs(value - expected) < 1e-10) }
                }
                let costs = generation.costs.map { $0 ?? .infinity }
                let order = costs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
                state.learn(order.map { generation.points[$0] })
                #expect(abs(state.sigma - generation.sigma) < 1e-10 * generation.sigma)
                for (value, expected) in zip(state.mean, generation.mean) { #expect(abs(value - expected) < 1e-10) }
                for (value, expected) in zip(state.covariance.joined(), generation.covariance.joined()) {
                    #expect(abs(value - expected) < 1e-10)
                }
            }
            #expect(state.sigma < 0.3)
        }
    }
}
