import Foundation
import TestSupport
import Testing

@testable import Results

/// Against SciPy (`Tests/Fixtures/results/make_student.py`).
@Suite struct DistributionTests {
    private struct Golden: Decodable {
        struct Sample: Decodable {
            var values: [Double]
            var mean: Double
            var deviation: Double
            var quantile: Double
            var intervals: [[Double]]
        }
        var cdf: [[Double]]
        var ppf: [[Double]]
        var value: Double
        var samples: [Sample]
    }

    private let golden: Golden

    init() throws {
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Fixtures.url("results/student.json")))
    }

    private func isClose(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
        abs(value - expected) <= tolerance * abs(expected)
    }

    @Test func probabilities() {
        for row in golden.cdf {
            let value = StudentT(degrees: Int(row[0])).probability(atMost: row[1])
            #expect(isClose(value, row[2], 1e-11), "\(row)")
        }
        #expect(StudentT(degrees: 3).probability(atMost: -.infinity) == 0)
        #expect(StudentT(degrees: 3).probability(atMost: .infinity) == 1)
        #expect(StudentT(degrees: 3).probability(atMost: .nan).isNaN)
    }

    @Test func quantiles() {
        for row in golden.ppf {
            let value = StudentT(degrees: Int(row[0])).quantile(row[1])
            #expect(isClose(value, row[2], 1e-9) || abs(value - row[2]) < 1e-12, "\(row) \(value)")
        }
        #expect(StudentT(degrees: 3).quantile(0) == -.infinity)
        #expect(StudentT(degrees: 3).quantile(1) == .infinity)
    }

    @Test func predictionIntervals() throws {
        for sample in golden.samples {
            let distribution = try #require(Distribution(sample.values))
            #expect(distribution.count == sample.values.count)
            #expect(isClose(distribution.mean, sample.mean, 1e-14))
            #expect(isClose(distribution.deviation, sample.deviation, 1e-12))
            #expect(isClose(try #require(distribution.quantile(of: golden.value)), sample.quantile, 1e-9))
            for row in sample.intervals {
                let interval = distribution.predictionInterval(row[0])
                #expect(abs(interval.lowerBound - row[1]) < 1e-9 * (row[2] - row[1]), "\(row) \(interval)")
                #expect(abs(interval.upperBound - row[2]) < 1e-9 * (row[2] - row[1]), "\(row) \(interval)")
            }
        }
    }

    /// Runs that all measure the same leave a point, and say nothing of quantiles.
    @Test func equalValues() throws {
        let distribution = try #require(Distribution([0.1, 0.1, 0.1]))
        #expect(distribution.mean == 0.1 && distribution.deviation == 0)
        #expect(distribution.predictionInterval(0.95) == 0.1...0.1)
        #expect(distribution.quantile(of: 0.1) == nil)
    }

    @Test func tooFewOrNoNumbers() {
        #expect(Distribution([]) == nil)
        #expect(Distribution([0.5]) == nil)
        #expect(Distribution([0.5, .nan]) == nil)
    }
}
