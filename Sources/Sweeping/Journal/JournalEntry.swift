import Plan
import Results

/// One line of a journal. Each process appends to a journal of its own; what holds is what all of them say together, whatever their order.
public struct JournalEntry: Hashable, Sendable {
    /// What happened.
    public enum Event: Hashable, Sendable {
        /// A process began to run the trial, or went on with it.
        case started(id: String, assignment: Assignment, host: String, process: Int)
        /// The trial computes what another one does, which was first to make its run directory: it is never run, and ends as that one does.
        case duplicate(id: String, of: TrialKey)
        /// The trial was left at the end of an epoch at which it is judged; the watched metric after each epoch since the rung before, and the
        /// time that the process took.
        case reached(epoch: Int, values: [Measure], seconds: Double)
        /// The trial came to its end.
        case ended(TrialEnding)
        /// The process gave it back: it was asked to stop, and left a checkpoint where there was something to keep.
        case released(seconds: Double)
        /// Someone asked to try again what had failed, up to and with this attempt.
        case reopened
    }

    /// The trial.
    public var trial: TrialKey
    /// The number of the claim under which it happened, from 1.
    public var attempt: Int
    /// When, ISO 8601, UTC.
    public var time: String
    /// What.
    public var event: Event

    /// Creates an entry.
    public init(trial: TrialKey, attempt: Int, time: String, event: Event) {
        self.trial = trial
        self.attempt = attempt
        self.time = time
        self.event = event
    }
}

/// How a trial ended.
public struct TrialEnding: Hashable, Sendable {
    /// The ways.
    public enum Outcome: String, Codable, Hashable, Sendable {
        /// Its objective was measured.
        case completed
        /// It could not be measured: a NaN, an error, a crash, too much memory.
        case failed
        /// The scheduler ended it.
        case pruned
    }

    /// How.
    public var outcome: Outcome
    /// The objective: for a trial that was pruned the best, or last, value of the watched metric; nil where there is none.
    public var objective: Double?
    /// The time that its processes took together.
    public var seconds: Double
    /// What went wrong, a sentence; nil where nothing did.
    public var error: String?

    /// Creates an ending.
    public init(_ outcome: Outcome, objective: Double?, seconds: Double, error: String? = nil) {
        self.outcome = outcome
        self.objective = objective
        self.seconds = seconds
        self.error = error
    }
}
