import Foundation
import Plan
import Randomness

/// Population based training (Jaderberg et al. 2017), with the quantiles of Ray Tune.
///
/// All trials are one population. Each `interval` epochs the n of them that have come so far are ranked by the value at the end of that very
/// epoch; of equal values that of the lower number is the better, and no number is the worst. Of the k = min(ceil(n · quantile), floor(n / 2))
/// last ones each goes on from the state of one of the k first, drawn by the seed, its own number and the epoch, with values that differ a
/// little from that one's (``Exploration``). Nobody goes on before all have come so far or ended; who failed is not replaced.
struct PopulationRule: TrialScheduler {
    private let epochs: [Int]
    private let quantile: Double
    private let exploration: Exploration
    private let key: RandomKey

    init(_ kind: PopulationBasedTraining, epochs: Int, plan: SweepPlan) {
        self.epochs = Rungs.regular(first: kind.interval, interval: kind.interval, epochs: epochs)
        // A number that is none is no share.
        quantile = kind.quantile > 0 ? min(kind.quantile, 0.5) : 0
        exploration = Exploration(plan, resampleProbability: kind.resampleProbability)
        key = RandomKey(seed: UInt64(bitPattern: Int64(plan.seed))).with("population")
    }

    func rungs(_ trial: Int) -> [Int] { epochs }

    func firstCompanion(of trial: Int) -> Int { 0 }

    func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision {
        guard let own = curves(trial), own.arrival(at: epoch) == .arrived else { return .wait }
        guard let members = arrivals(0..<max(total, trial + 1), at: epoch, curves: curves) else { return .wait }
        let ranked = members.map { (trial: $0.trial, cost: $0.curve.cost(at: epoch) ?? .infinity, curve: $0.curve) }
            .sorted { ($0.cost, $0.trial) < ($1.cost, $1.trial) }
        let count = Self.count(of: ranked.count, quantile: quantile)
        let donors = ranked.prefix(count).filter { $0.cost.isFinite }
        guard !donors.isEmpty, ranked.suffix(count).contains(where: { $0.trial == trial }) else { return .goOn }
        let key = key.with(trial).with(epoch)
        let donor = donors[key.with("donor").below(donors.count, 0)]
        return .adopt(donor: donor.trial, exploration.neighbor(of: donor.curve.assignment, key.with("explore")))
    }

    /// How many of a population are replaced.
    static func count(of population: Int, quantile: Double) -> Int {
        min(Int((Double(population) * quantile).rounded(.up)), population / 2)
    }
}
