import Plan

/// Hyperband (Li et al. 2018, algorithm 1): brackets of successive halving, one after another by the numbers of the trials.
///
/// With R = `epochs` / `min_epochs`, eta = `reduction_factor` and s_max = floor(log_eta R) the brackets s = s_max … 0 have
/// n = ceil((s_max + 1) / (s + 1) · eta^s) members each; after bracket 0 comes s_max again. The members of bracket s are judged after
/// `min_epochs` · eta^k epochs, k = s_max - s … s_max - 1. At its rung i (from 0) all members that come to it are ranked by the value at
/// the end of that very epoch, and the best floor(n / eta^(i + 1)) go on, one at least; of equal values that of the lower number. Whoever
/// failed or ended before drops out, and whoever has no number there ends. All members must be known there before any of them goes on.
///
/// A last bracket for which there are too few trials works with those it has. Where more are added to it later, those that were judged stay
/// as they were judged.
struct HyperbandRule: TrialScheduler {
    private let layout: HyperbandLayout

    init(_ kind: Hyperband, epochs: Int) {
        layout = HyperbandLayout(epochs: epochs, minEpochs: kind.minEpochs, factor: kind.reductionFactor)
    }

    func rungs(_ trial: Int) -> [Int] { layout.bracket(of: trial).bracket.rungs }

    func firstCompanion(of trial: Int) -> Int { layout.bracket(of: trial).members.lowerBound }

    func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision {
        guard let own = curves(trial), own.arrival(at: epoch) == .arrived else { return .wait }
        let (bracket, members) = layout.bracket(of: trial)
        guard let rung = bracket.rungs.firstIndex(of: epoch) else { return .goOn }
        guard let cost = own.cost(at: epoch) else { return .stop }
        let present = members.clamped(to: 0..<max(total, trial + 1))
        guard let others = arrivals(present, at: epoch, curves: curves) else { return .wait }
        let better = others.count { other, curve in
            guard let value = curve.cost(at: epoch) else { return false }
            return (value, other) < (cost, trial)
        }
        return better < bracket.survivors(of: present.count, rung: rung) ? .goOn : .stop
    }
}

/// Which brackets there are, and which trials belong to each.
struct HyperbandLayout: Hashable {
    /// One bracket.
    struct Bracket: Hashable {
        /// How many trials it begins with.
        var size: Int
        /// The epochs after which they are judged.
        var rungs: [Int]
        /// One of this many goes on.
        var factor: Int

        /// How many of `count` members go on from a rung (from 0).
        func survivors(of count: Int, rung: Int) -> Int {
            max((0...max(rung, 0)).reduce(count) { left, _ in left / factor }, 1)
        }
    }

    /// The most trials that a bracket is given; more would take longer than anyone lives.
    private static let most = 1 << 40

    /// The brackets of a cycle, the one with the most trials first.
    let brackets: [Bracket]
    private let cycle: Int

    /// Lays out the brackets of a training of so many epochs.
    init(epochs: Int, minEpochs: Int, factor: Int) {
        let factor = max(factor, 2)
        let first = max(minEpochs, 1)
        // min_epochs · eta^s_max is within the epochs; the last rung of all may be the very end, where nobody is judged.
        let all = Rungs.geometric(first: first, factor: factor, epochs: max(epochs, first) &+ 1)
        let steps = max(all.count - 1, 0)
        brackets = (0...steps).reversed().map { s in
            let power = min((all.indices.contains(s) ? all[s] : first) / first, Self.most)
            let size = ((steps + 1) * power + s) / (s + 1)
            return Bracket(size: size, rungs: Array(all.prefix(steps).suffix(s)), factor: factor)
        }
        cycle = brackets.reduce(0) { $0 + $1.size }
    }

    /// The bracket of a trial, and the numbers of its members.
    func bracket(of trial: Int) -> (bracket: Bracket, members: Range<Int>) {
        var start = trial - trial % cycle
        for bracket in brackets {
            if trial < start + bracket.size { return (bracket, start..<start + bracket.size) }
            start += bracket.size
        }
        return (brackets[0], trial..<trial + 1)
    }
}
