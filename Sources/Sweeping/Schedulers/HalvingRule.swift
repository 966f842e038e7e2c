import Plan

/// Asynchronous successive halving as a stopping rule (Li et al. 2020, "A system for massively parallel hyperparameter tuning"), made
/// independent of who is faster.
///
/// The rungs are `min_epochs` times the powers of `reduction_factor`. At a rung trial n is compared with the k trials among 0 … n - parallel
/// that came to it. It goes on where k + 1 < `reduction_factor`: nobody can tell which is the best of so few. Else it goes on where it is
/// among the best floor((k + 1) / `reduction_factor`) of itself and those k, by the value at the end of that very epoch; equal values go on
/// alike. It ends where its value is no number; one of another trial is the worst of all.
struct HalvingRule: TrialScheduler {
    private let epochs: [Int]
    private let factor: Int
    private let parallel: Int

    init(_ kind: ASHA, epochs: Int) {
        factor = max(kind.reductionFactor, 2)
        self.epochs = Rungs.geometric(first: kind.minEpochs, factor: factor, epochs: epochs)
        parallel = max(kind.parallel, 1)
    }

    func rungs(_ trial: Int) -> [Int] { epochs }

    func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision {
        guard let own = curves(trial), own.arrival(at: epoch) == .arrived else { return .wait }
        guard let cost = own.cost(at: epoch) else { return .stop }
        guard let others = arrivals(0..<max(trial - parallel + 1, 0), at: epoch, curves: curves) else { return .wait }
        guard others.count + 1 >= factor else { return .goOn }
        let better = others.count { $0.curve.cost(at: epoch).map { $0 < cost } ?? false }
        return better < (others.count + 1) / factor ? .goOn : .stop
    }
}
