import Engine
import Foundation
import Randomness
import Testing

struct NormalNoiseTests {
    private func noise(_ count: Int, deviation: Double = 1, step: Int = 0, layer: Int = 0) -> [Float] {
        var noise = [Float](repeating: .nan, count: count)
        noise.withUnsafeMutableBufferPointer {
            NormalNoise.fill($0, deviation: deviation, key: RandomKey(seed: 4), step: step, layer: layer)
        }
        return noise
    }

    /// Mean, deviation, and the share within one, two and three deviations, each to four standard errors.
    @Test(arguments: [1.0, 0.05]) func isNormal(_ deviation: Double) {
        let count = 40_000
        let values = noise(count, deviation: deviation).map { Double($0) / deviation }
        let error = 4 / Double(count).squareRoot()
        #expect(abs(values.reduce(0, +) / Double(count)) < error)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 2.0.squareRoot() * error)
        for bound in [1.0, 2, 3] {
            let share = erf(bound / 2.0.squareRoot())
            let found = Double(values.count { abs($0) < bound }) / Double(count)
            #expect(abs(found - share) < error * (share * (1 - share)).squareRoot(), "\(bound)")
        }
        // Neighbours have nothing to do with each other.
        let product = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
        #expect(abs(product) < error)
    }

    /// A pure function of step, layer and place: less noise is the beginning of more.
    @Test func purity() {
        #expect(noise(101) == Array(noise(400).prefix(101)))
        #expect(noise(100) != noise(100, step: 1))
        #expect(noise(100) != noise(100, layer: 1))
        #expect(noise(0).isEmpty && noise(7, deviation: 0).allSatisfy { $0 == 0 })
    }
}
