import Foundation
import Randomness
import Testing

@testable import Sweeping

@Suite struct ParzenEstimatorTests {
    private struct Case: Decodable {
        var points: [[Double]]
        var at: [[Double]]
        var logDensity: [Double]
        private enum CodingKeys: String, CodingKey {
            case points, at
            case logDensity = "log_density"
        }
    }
    private static let axes: [UnitCoordinates.Axis] = [.interval, .interval, .steps(7), .choices(4)]

    @Test func densitiesAreOptunas() throws {
        let cases = try SamplerCase.load([Case].self, "parzen.json")
        #expect(cases.count == 7)
        for fixture in cases {
            let estimator = ParzenEstimator(fixture.points, axes: Self.axes)
            for (point, expected) in zip(fixture.at, fixture.logDensity) {
                let value = estimator.logDensity(point)
                #expect(abs(value - expected) < 1e-10, "\(fixture.points.count) points: \(value), Optuna \(expected)")
            }
        }
    }

    /// Draws fall into a half of an axis, a step and a choice as often as the density says.
    @Test func drawsFollowTheDensity() throws {
        let axes: [UnitCoordinates.Axis] = [.interval, .steps(3), .choices(3)]
        let estimator = ParzenEstimator([[0.9, 0.5 / 3, 0.5], [0.6, 0.5 / 3, 0.5], [0.97, 0.5, 2.5 / 3]], axes: axes)
        var draws = Draws(RandomKey(seed: 3))
        let count = 20_000
        var shares = [[Double]](repeating: [0, 0, 0], count: 3)
        for _ in 0..<count {
            let point = estimator.sample(&draws)
            for axis in 0..<3 { shares[axis][min(Int(point[axis] * 3), 2)] += 1 / Double(count) }
        }
        // The same from the density, an integral by the midpoint rule.
        var expected = [[Double]](repeating: [0, 0, 0], count: 3)
        for cell in 0..<300 {
            for step in 0..<3 {
                for choice in 0..<3 {
                    let point = [(Double(cell) + 0.5) / 300, (Double(step) + 0.5) / 3, (Double(choice) + 0.5) / 3]
                    let mass = exp(estimator.logDensity(point)) / 300
                    expected[0][cell / 100] += mass
                    expected[1][step] += mass
                    expected[2][choice] += mass
                }
            }
        }
        for axis in 0..<3 {
            #expect(abs(expected[axis].reduce(0, +) - 1) < 1e-3)
            // Four deviations.
            for part in 0..<3 {
                #expect(abs(shares[axis][part] - expected[axis][part]) < 4 * (0.25 / Double(count)).squareRoot())
            }
        }
    }
}
