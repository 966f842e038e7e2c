import Plan

/// The median stopping rule (Golovin et al. 2017, "Google Vizier", section 3.2.2), made independent of who is faster.
///
/// After epoch e trial n is compared with the trials 0 … n - parallel that came to epoch e, those among them that were stopped there or
/// later included. It ends where its best value of the epochs 1 … e is worse than the median of their running averages, each the mean of
/// a trial's values of the epochs 1 … e. It goes on where fewer than `startup_trials` have such an average, and it ends where it has no
/// number itself. Values that are no numbers are left out of averages. Equal is not worse. The median of an even number is the mean of the
/// middle two.
struct MedianRule: TrialScheduler {
    private let epochs: [Int]
    private let startupTrials: Int
    private let parallel: Int

    init(_ kind: MedianStopping, epochs: Int) {
        self.epochs = Rungs.regular(first: kind.minEpochs, interval: kind.interval, epochs: epochs)
        startupTrials = max(kind.startupTrials, 1)
        parallel = max(kind.parallel, 1)
    }

    func rungs(_ trial: Int) -> [Int] { epochs }

    func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision {
        guard let own = curves(trial), own.arrival(at: epoch) == .arrived else { return .wait }
        guard let best = own.costs(through: epoch).min() else { return .stop }
        guard let others = arrivals(0..<max(trial - parallel + 1, 0), at: epoch, curves: curves) else { return .wait }
        let averages = others.compactMap { _, curve in
            let costs = curve.costs(through: epoch)
            return costs.isEmpty ? nil : costs.reduce(0, +) / Double(costs.count)
        }
        guard averages.count >= startupTrials else { return .goOn }
        return best > Self.median(averages) ? .stop : .goOn
    }

    /// The middle one, or the mean of the middle two; of one number at least.
    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }
}
