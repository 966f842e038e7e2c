/// Lists of rungs: epochs below that of a training's end, ascending.
///
/// The numbers come from a file of definitions, so that any are borne.
enum Rungs {
    /// `first`, then each `interval` epochs.
    static func regular(first: Int, interval: Int, epochs: Int) -> [Int] {
        Array(stride(from: max(first, 1), to: epochs, by: max(interval, 1)))
    }

    /// `first`, then each `factor` times as far as the one before.
    static func geometric(first: Int, factor: Int, epochs: Int) -> [Int] {
        var rungs: [Int] = []
        var next = max(first, 1)
        while next < epochs {
            rungs.append(next)
            let (product, isTooFar) = next.multipliedReportingOverflow(by: max(factor, 2))
            if isTooFar { break }
            next = product
        }
        return rungs
    }
}

extension TrialCurve {
    /// Whether a trial has come to the end of an epoch.
    enum Arrival: Hashable {
        /// It has; whatever it does later.
        case arrived
        /// It ended before, and never will.
        case never
        /// That is not known yet.
        case unknown
    }

    /// Whether the trial has come to the end of an epoch.
    func arrival(at epoch: Int) -> Arrival {
        if costs.count >= epoch { return .arrived }
        return standing == .open ? .unknown : .never
    }

    /// What was measured after an epoch (from 1); nil where there is no number.
    func cost(at epoch: Int) -> Double? {
        guard costs.indices.contains(epoch - 1), let cost = costs[epoch - 1], cost.isFinite else { return nil }
        return cost
    }

    /// The numbers of the first epochs; those that are none are left out.
    func costs(through epoch: Int) -> [Double] { costs.prefix(max(epoch, 0)).compactMap { $0 }.filter(\.isFinite) }
}

/// The trials of a range that came to the end of an epoch; nil while that is not known of all of them.
func arrivals(_ trials: Range<Int>, at epoch: Int, curves: (Int) -> TrialCurve?) -> [(trial: Int, curve: TrialCurve)]? {
    var found: [(trial: Int, curve: TrialCurve)] = []
    for trial in trials {
        guard let curve = curves(trial) else { return nil }
        switch curve.arrival(at: epoch) {
        case .arrived: found.append((trial, curve))
        case .never: break
        case .unknown: return nil
        }
    }
    return found
}
