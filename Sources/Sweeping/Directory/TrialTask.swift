import Plan

/// A piece of work: a trial from where it stands to its next rung or its end.
public struct TrialTask: Hashable, Sendable {
    /// The trial.
    public var key: TrialKey
    /// Its values from here on.
    public var assignment: Assignment
    /// The name of its run directory; nil where it has not begun.
    public var id: String?
    /// The epoch of the watched training at whose end it is left to be judged; nil runs it to its end.
    public var until: Int?
    /// The trial whose state at the last rung it goes on from; nil goes on from its own.
    public var donor: TrialKey?
    /// The last rung that it came to; 0 before the first.
    public var epoch: Int
    /// The time that its processes have taken so far; ``TrialEnding/seconds`` is that and what comes now.
    public var seconds: Double

    /// Creates a task.
    public init(
        key: TrialKey, assignment: Assignment, id: String? = nil, until: Int? = nil, donor: TrialKey? = nil, epoch: Int = 0,
        seconds: Double = 0
    ) {
        self.key = key
        self.assignment = assignment
        self.id = id
        self.until = until
        self.donor = donor
        self.epoch = epoch
        self.seconds = seconds
    }
}
