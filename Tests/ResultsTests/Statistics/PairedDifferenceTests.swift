import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct PairedDifferenceTests {
    private struct Case: Decodable {
        var first, second: [Double]
        var statistic, p, low, high: Double
    }

    private struct Cases: Decodable { var cases: [Case] }

    /// SciPy's `ttest_rel` and its confidence interval (`make_paired.py`).
    @Test func asSciPy() throws {
        let cases = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: Fixtures.url("sweeps/paired.json"))).cases
        #expect(cases.count == 15)
        #expect(cases.contains { $0.p < 0.05 } && cases.contains { $0.p > 0.05 })
        for entry in cases {
            let difference = try #require(PairedDifference(zip(entry.first, entry.second).map { ($0, $1) }))
            func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-13 }
            #expect(close(difference.mean / difference.error, entry.statistic))
            #expect(close(difference.probability, entry.p))
            #expect(close(difference.low, entry.low) && close(difference.high, entry.high))
            #expect(difference.isNoise == (entry.p >= 0.05))
        }
    }

    @Test func onePairSaysNothing() {
        #expect(PairedDifference([(0.5, 0.7)]) == nil)
        #expect(PairedDifference([(0.5, .nan), (0.5, 0.6)]) == nil)
    }

    /// Differences that are all the same: no noise at all, or no difference at all.
    @Test func withoutDeviation() throws {
        let real = try #require(PairedDifference([(1, 2), (3, 4), (5, 6)]))
        #expect(real.mean == 1 && real.error == 0 && real.probability == 0 && !real.isNoise)
        let none = try #require(PairedDifference([(1, 1), (3, 3)]))
        #expect(none.mean == 0 && none.probability == 1 && none.isNoise)
    }
}
