import Plan

/// How a sweep stands, in numbers of trials.
public struct SweepTally: Hashable, Sendable {
    /// Trials that were measured.
    public var completed = 0
    /// Trials that could not be.
    public var failed = 0
    /// Trials that the scheduler ended.
    public var pruned = 0
    /// Trials that were left at a rung, or given back.
    public var paused = 0
    /// Trials that a process took up: it runs them, or was killed.
    public var running = 0
    /// All trials that there will be; nil where that is not known yet.
    public var total: Int?
    /// The best objective of all points whose every seed was measured, the mean over the seeds.
    public var best: Double?
    /// The number of that point; of several the first that was there.
    public var bestPoint: Int?
    /// The values of points of which seeds are missing.
    private var partial: [Int: [Double]] = [:]

    /// Of a sweep that nothing is known of.
    public init() {}

    /// Counts.
    public init(_ snapshot: SweepSnapshot) {
        total = snapshot.planned
        for trial in snapshot.trials {
            switch trial.phase {
            case .waiting: break
            case .running: running += 1
            case .paused: paused += 1
            case .ended(let ending): count(ending, of: trial.key, snapshot.sweep)
            }
        }
    }

    /// Counts a trial that has come to its end.
    mutating func count(_ ending: TrialEnding, of trial: TrialKey, _ sweep: SweepPlan) {
        switch ending.outcome {
        case .completed: completed += 1
        case .failed: failed += 1
        case .pruned: pruned += 1
        }
        guard ending.outcome == .completed, sweep.seeds.contains(trial.seed), let value = ending.objective else { return }
        let values = (partial.removeValue(forKey: trial.number) ?? []) + [value]
        guard values.count == sweep.seeds.count else { return partial[trial.number] = values }
        let mean = values.reduce(0, +) / Double(values.count)
        if best.map({ sweep.objective.cost(mean) < sweep.objective.cost($0) }) ?? true {
            (best, bestPoint) = (mean, trial.number)
        }
    }

    /// Trials that have come to their end.
    public var ended: Int { completed + failed + pruned }
}
