import Plan

/// A sweep as it stands, ready to be read: its trials, and the table of its points.
public struct SweepReading: Sendable {
    /// Who is at a trial now.
    public struct Worker: Hashable, Sendable {
        /// The trial.
        public var trial: TrialKey
        /// The machine.
        public var host: String
        /// The process on it.
        public var process: Int

        /// Creates a worker.
        public init(trial: TrialKey, host: String, process: Int) {
            self.trial = trial
            self.host = host
            self.process = process
        }
    }

    /// Where a trial stands, in one word.
    public enum Standing: String, Codable, Hashable, Sendable, CaseIterable {
        /// Nobody is at it: it has not begun, or was left at a rung, or its process is gone.
        case waiting
        /// Somebody is at it.
        case running
        /// Its objective was measured.
        case completed
        /// It could not be measured.
        case failed
        /// The scheduler ended it.
        case pruned
    }

    /// Where a sweep stands.
    public enum State: String, Codable, Hashable, Sendable {
        /// Somebody is at it.
        case running
        /// There is nothing left to do.
        case completed
        /// Nobody is at it, and there is something left to do.
        case interrupted
    }

    /// The experiment's name.
    public let experiment: String
    /// The sweep, as its newest definition has it.
    public let sweep: SweepPlan
    /// The trials, by number and seed.
    public let trials: [TrialState]
    /// Who is at which, by trial.
    public let workers: [Worker]
    /// How many trials there will be; nil where that is not known yet.
    public let planned: Int?
    /// Where it stands.
    public let state: State
    /// The points, the best first.
    public let table: SweepTable
    /// What else is worth knowing, a sentence each without a final full stop.
    public let notes: [String]

    private let claimed: Set<TrialKey>

    /// A reading of what the journals and claims say.
    public init(
        experiment: String, sweep: SweepPlan, trials: [TrialState], workers: [Worker], planned: Int?, isComplete: Bool,
        notes: [String] = []
    ) {
        self.experiment = experiment
        self.sweep = sweep
        self.trials = trials.sorted { $0.key < $1.key }
        self.workers = workers.sorted { $0.trial < $1.trial }
        self.planned = planned
        self.notes = notes
        let claimed = Set(workers.map(\.trial))
        self.claimed = claimed
        state = isComplete ? .completed : workers.isEmpty ? .interrupted : .running
        table = SweepTable(sweep, trials: trials) { claimed.contains($0) }
    }

    /// Where a trial stands.
    public func standing(_ trial: TrialState) -> Standing {
        switch trial.ending?.outcome {
        case .completed: .completed
        case .failed: .failed
        case .pruned: .pruned
        case nil: claimed.contains(trial.key) ? .running : .waiting
        }
    }

    /// How many trials stand where.
    public var counts: [Standing: Int] { trials.reduce(into: [:]) { $0[standing($1), default: 0] += 1 } }

    /// How long what is left will take, in seconds, going by the trials that ended and by who is at work now; nil where nothing tells.
    public var secondsLeft: Double? {
        let ended = trials.compactMap(\.ending).filter { $0.seconds > 0 }
        guard !ended.isEmpty, !workers.isEmpty, let planned else { return nil }
        let left = planned - trials.count { $0.ending != nil }
        guard left > 0 else { return nil }
        return ended.reduce(0) { $0 + $1.seconds } / Double(ended.count) * Double(left) / Double(min(workers.count, left))
    }
}
