import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct TicksTests {
    private struct Reference: Decodable {
        struct Case: Decodable {
            var low, high: Double
            var count: Int
            var whole: Bool
            var values: [Double]
        }
        var cases: [Case]
    }

    /// Against matplotlib's MaxNLocator; see `Tests/Fixtures/results/make_ticks.py`.
    @Test func agreesWithMatplotlib() throws {
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: Fixtures.url("results/ticks.json")))
        #expect(reference.cases.count == 10)
        for entry in reference.cases {
            let ticks = Ticks(entry.low...entry.high, count: entry.count, whole: entry.whole)
            let near =
                ticks.values.count == entry.values.count
                && zip(ticks.values, entry.values).allSatisfy { abs($0 - $1) < 1e-9 * (entry.high - entry.low) }
            #expect(near, "\(entry.low) to \(entry.high): \(ticks.values), not \(entry.values)")
        }
    }

    @Test func labels() {
        #expect(Ticks(0...1, count: 8).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Ticks(-0.3...0.2, count: 8).labels == ["-0.3", "-0.2", "-0.1", "0.0", "0.1", "0.2"])
        #expect(Ticks(0.5...5.5, count: 11, whole: true).labels == ["1", "2", "3", "4", "5"])
        #expect(Ticks(0...2.1e6, count: 8).labels == ["0", "5e+05", "1e+06", "1.5e+06", "2e+06"])
    }

    @Test func rangesWithoutExtent() {
        #expect(Ticks(0.5...0.5, count: 8).labels == ["0.5"])
        #expect(Ticks(-1e308...1e308, count: 8).values.count == 1)
    }
}
