import Plan
import Randomness
import Testing

@testable import Sweeping

@Suite struct SobolSequenceTests {
    private struct Fixture: Decodable {
        struct Point: Decodable {
            var index: Int
            var point: [Double]
        }
        var first: [[Double]]
        var wide: [Point]
    }

    @Test func pointsAreSciPys() throws {
        let fixture = try SamplerCase.load(Fixture.self, "sobol.json")
        let small = try #require(SobolSequence(dimensions: 8))
        for (index, point) in fixture.first.enumerated() { #expect(small.point(index).map { Double($0) * 0x1p-32 } == point) }
        let wide = try #require(SobolSequence(dimensions: 256))
        for entry in fixture.wide { #expect(wide.point(entry.index).map { Double($0) * 0x1p-32 } == entry.point) }
    }

    @Test func thereAreAsManyDimensionsAsThePlanAllows() {
        #expect(SobolTable.rows.count == SobolSearch.mostParameters)
        #expect(SobolSequence(dimensions: SobolSearch.mostParameters + 1) == nil)
    }

    /// Of the first 2^m points one lies in each of 2^m boxes of the same shape, for every such shape, in two dimensions of quality 0.
    @Test func scramblingKeepsTheNet() throws {
        let sequence = try #require(SobolSequence(dimensions: 2))
        for seed in 0..<4 {
            let points = (0..<64).map { sequence.scrambled($0, key: RandomKey(seed: UInt64(seed))) }
            #expect(points.joined().allSatisfy { $0 > 0 && $0 < 1 })
            for columns in [1, 2, 4, 8, 16, 32, 64] {
                let boxes = points.map { [Int($0[0] * Double(columns)), Int($0[1] * Double(64 / columns))] }
                #expect(Set(boxes).count == 64)
            }
        }
    }

    @Test func scramblingMovesThePointsEvenly() throws {
        let sequence = try #require(SobolSequence(dimensions: 1))
        let firsts = (0..<400).map { sequence.scrambled(0, key: RandomKey(seed: $0))[0] }
        for part in 0..<4 {
            // Four deviations of a quarter of 400 draws.
            #expect(abs(firsts.count { Int($0 * 4) == part } - 100) < 35)
        }
        // A shift of digits would keep the distance of any two points; nested scrambling does not.
        let distances = (0..<20).map { seed in
            let points = [1, 5].map { sequence.scrambled($0, key: RandomKey(seed: UInt64(seed)))[0] }
            return abs(points[0] - points[1])
        }
        #expect(Set(distances).count == 20)
    }
}
