import Foundation
import Results

/// What happens while a sweep runs.
public enum SweepNotice: Sendable {
    /// How the sweep stands: at the beginning, and when it has changed.
    case stands(SweepTally)
    /// A process runs a trial, or goes on with it.
    case started(TrialTask, worker: Int, PreparedTrial, attempt: Int, threads: Int)
    /// A trial got on.
    case event(TrialTask, worker: Int, RunEvent)
    /// A trial was left at a rung.
    case reached(TrialTask, worker: Int, epoch: Int)
    /// A trial came to its end; where its log lies, if it has one.
    case ended(TrialTask, worker: Int, TrialEnding, log: URL?)
    /// A trial computes what another one does, whose run stands for both.
    case duplicate(TrialTask, of: TrialKey)
    /// A trial was given back, to be gone on with another time.
    case released(TrialTask, worker: Int)
    /// The process of a trial ended for a reason from outside, and another is started.
    case retried(TrialTask, worker: Int, reason: String)
    /// Another process has taken a trial over.
    case lost(TrialTask, worker: Int)
    /// There is nothing to do here until trials of other processes have come further.
    case waiting
    /// Someone asked to stop; the trials under way have been told.
    case stopping
}

/// What has to be known of a trial before a process is started for it.
public struct PreparedTrial: Hashable, Sendable {
    /// A training of it.
    public struct Training: Hashable, Sendable {
        /// The step's id.
        public var step: String
        /// The most epochs.
        public var epochs: Int

        /// Creates it.
        public init(step: String, epochs: Int) {
            self.step = step
            self.epochs = epochs
        }
    }

    /// The name of its run directory (``TrialIdentity``).
    public var id: String
    /// Its trainings, in their order.
    public var trainings: [Training]

    /// Creates it.
    public init(id: String, trainings: [Training]) {
        self.id = id
        self.trainings = trainings
    }
}
