import Plan

/// Where a sweep stood when someone looked.
public struct SweepSnapshot: Sendable {
    /// What the sweep was and is.
    public let definitions: [SweepDefinition]
    /// The sweep as the newest definition has it.
    public let sweep: SweepPlan
    /// The trials by number, then by seed: those that were begun, whatever the newest definition says, and those that wait, as far as their
    /// points are known. Other seeds of a point that was pruned or failed under a scheduler are none.
    public let trials: [TrialState]
    /// How many trials there will have been when all has ended, as far as can be told; nil where there is no end of them.
    public let planned: Int?
    /// Whether all has ended.
    public let isComplete: Bool
    /// What is worth knowing, a sentence each without a final full stop: no further points, lines that could not be read.
    public let notes: [String]
    private let claims: Set<TrialKey>

    init(
        definitions: [SweepDefinition], sweep: SweepPlan, trials: [TrialState], planned: Int?, isComplete: Bool, notes: [String],
        claims: Set<TrialKey>
    ) {
        self.definitions = definitions
        self.sweep = sweep
        self.trials = trials
        self.planned = planned
        self.isComplete = isComplete
        self.notes = notes
        self.claims = claims
    }

    /// Nothing yet.
    init(empty sweep: SweepPlan) {
        self.init(definitions: [], sweep: sweep, trials: [], planned: nil, isComplete: false, notes: [], claims: [])
    }

    /// Whether someone works on a trial, as far as this process can tell: of a process of another machine that was killed it knows only after
    /// a while.
    public func claimed(_ trial: TrialKey) -> Bool { claims.contains(trial) }
}
