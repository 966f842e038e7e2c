import Plan
import Results

/// What the journals say of a trial.
public struct TrialState: Hashable, Sendable {
    /// Where it stands.
    public enum Phase: Hashable, Sendable {
        /// Nobody has begun it, or it is to be tried again.
        case waiting
        /// A process runs it, or was killed while it did; claims tell which.
        case running
        /// It was left at a rung, or given back.
        case paused
        /// It came to its end.
        case ended(TrialEnding)
    }

    /// The trial.
    public var key: TrialKey
    /// Its values.
    public var assignment: Assignment
    /// Where it stands.
    public var phase: Phase
    /// The name of its run directory under `trials/`; nil before it began.
    public var id: String?
    /// The watched metric after each epoch up to the last rung.
    public var values: [Measure]
    /// The last rung that it came to; 0 before the first.
    public var epoch: Int
    /// How often a process took it up.
    public var attempts: Int
    /// Where it was run last: `host`, process number; nil before it began.
    public var host: String?
    /// The process that took it up last.
    public var process: Int?
    /// When it began; nil before.
    public var started: String?
    /// When it ended; nil while it has not.
    public var finished: String?
    /// The time that its processes have taken together, as far as they told.
    public var seconds: Double
    /// The trial that computes the same, and whose run stands for both; nil where it has a run of its own.
    public var duplicates: TrialKey?

    /// A trial that nobody has begun.
    public init(_ key: TrialKey, _ assignment: Assignment) {
        self.key = key
        self.assignment = assignment
        phase = .waiting
        values = []
        epoch = 0
        attempts = 0
        seconds = 0
    }

    /// How it ended; nil while it has not.
    public var ending: TrialEnding? { if case .ended(let ending) = phase { ending } else { nil } }
}
