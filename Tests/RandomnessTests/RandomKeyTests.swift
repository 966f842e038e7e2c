import Randomness
import Testing

@Suite struct RandomKeyTests {
    private let key = RandomKey(seed: 42).with("augment")

    @Test func drawsAreFunctionsOfTheKey() {
        #expect(key.uniform(7) == RandomKey(seed: 42).with("augment").uniform(7))
        #expect(key.uniform(7) != key.uniform(8))
        #expect(key.with(3).uniform(7) != key.with(4).uniform(7))
        #expect(key.with(3).with(4) != key.with(4).with(3))
        #expect(key.with("a") != key.with("b"))
        #expect(RandomKey(seed: 1 << 32) != RandomKey(seed: 0))
    }

    @Test func derivedKeysDoNotMeetTheirParentsDraws() {
        var seen: Set<UInt64> = []
        for index in 0..<1000 {
            seen.insert(key.bits(UInt64(index)))
            seen.insert(key.with(index).bits(0))
        }
        #expect(seen.count == 2000)
    }

    /// Chi-squared over 100 bins and 100 000 draws: 99 degrees of freedom, so 55 to 160 spans all but one in a hundred thousand.
    @Test func drawsAreUniform() {
        var bins = [Int](repeating: 0, count: 100)
        for index in 0..<100_000 { bins[Int(key.uniform(UInt64(index)) * 100)] += 1 }
        let chi = bins.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
        #expect((55...160).contains(chi))
    }

    /// First draws of sibling keys are what images get: as uniform as the draws of one key, and not correlated with their neighbours.
    @Test func siblingsAreUniformAndIndependent() {
        let draws = (0..<100_000).map { key.with($0).uniform(0) - 0.5 }
        let mean = draws.reduce(0, +) / 100_000
        let variance = draws.reduce(0) { $0 + $1 * $1 } / 100_000
        let neighbours = zip(draws, draws.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 100_000 / variance
        // Five standard errors each.
        #expect(abs(mean) < 5 * 0.2887 / 316)
        #expect(abs(variance - 1.0 / 12) < 5 * 0.0745 / 316)
        #expect(abs(neighbours) < 5.0 / 316)
    }

    @Test func boundedNumbersFillTheirRange() {
        var bins = [Int](repeating: 0, count: 7)
        for index in 0..<70_000 { bins[key.below(7, UInt64(index))] += 1 }
        #expect(bins.allSatisfy { abs($0 - 10_000) < 500 })
        #expect(key.below(1, 0) == 0)
        #expect(key.below(0, 0) == 0)
    }

    @Test func permutationsArePermutationsAndUniform() {
        #expect(key.permutation(0).isEmpty)
        #expect(key.permutation(1) == [0])
        #expect(key.permutation(500).sorted() == Array(0..<500))
        #expect(key.permutation(500) != key.with(1).permutation(500))
        var counts: [[Int]: Int] = [:]
        for index in 0..<24_000 { counts[key.with(index).permutation(4), default: 0] += 1 }
        #expect(counts.count == 24)
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 160 })
    }
}
