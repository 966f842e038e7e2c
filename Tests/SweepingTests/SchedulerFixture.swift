import Foundation
import TestSupport

/// `schedulers.json`: what Optuna and Ray Tune say.
struct SchedulerFixture: Decodable {
    struct Median: Decodable {
        var startup_trials: Int
        var curves: [[Double]]
        var own: [Double]
        var stops: [Bool]
    }

    struct Halving: Decodable {
        var reduction_factor: Int
        var min_epochs: Int
        var epochs: Int
        var curves: [[Double]]
        var stopped: [Int]
    }

    struct Quantiles: Decodable {
        var costs: [Double]
        var quantile: Double
        var replaced: [Int]
        var donors: [Int]
    }

    var median: [Median]
    var halving: [Halving]
    var quantiles: [Quantiles]

    static func read() throws -> Self {
        try JSONDecoder().decode(Self.self, from: Data(contentsOf: Fixtures.url("sweeps/schedulers.json")))
    }
}
