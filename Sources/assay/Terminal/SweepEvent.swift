import Foundation
import Plan
import Results
import Sweeping

/// A line of `assay sweep --format json`: one flat object; what does not apply is absent.
struct SweepEvent: Encodable {
    var time = RunRecord.text(Date())
    /// `sweep_stands`, `trial_started`, `epoch_ended`, `trial_paused`, `trial_ended`, `trial_released`, `trial_retried`, `trial_lost`,
    /// `waiting`, `stopping`.
    var event: String
    var trial: Int?
    var seed: Int?
    var id: String?
    var worker: Int?
    var attempt: Int?
    var threads: Int?
    var parameters: [String: SweepValue]?
    var step: String?
    var epoch: Int?
    var values: [String: Measure]?
    var outcome: String?
    var objective: Double?
    var seconds: Double?
    var message: String?
    var log: String?
    var completed: Int?
    var failed: Int?
    var pruned: Int?
    var total: Int?
    var best: Double?
    var bestTrial: Int?

    enum CodingKeys: String, CodingKey {
        case time, event, trial, seed, id, worker, attempt, threads, parameters, step, epoch, values, outcome, objective, seconds
        case message, log, completed, failed, pruned, total, best
        case bestTrial = "best_trial"
    }

    /// What a notice says to scripts; nil where that is nothing.
    init?(_ notice: SweepNotice) {
        switch notice {
        case .stands(let tally):
            self.init("sweep_stands")
            (completed, failed, pruned, total) = (tally.completed, tally.failed, tally.pruned, tally.total)
            (best, bestTrial) = (tally.best, tally.bestPoint)
        case .started(let task, let worker, let prepared, let attempt, let threads):
            self.init("trial_started", task, worker)
            (id, self.attempt, self.threads, epoch) = (prepared.id, attempt, threads, task.epoch)
            parameters = Dictionary(task.assignment.settings.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
        case .event(let task, let worker, let happened):
            guard happened.event == .epochEnded else { return nil }
            self.init("epoch_ended", task, worker)
            (step, epoch, values, seconds) = (happened.step, happened.epoch, happened.values, happened.seconds)
        case .reached(let task, let worker, let epoch):
            self.init("trial_paused", task, worker)
            self.epoch = epoch
        case .ended(let task, let worker, let ending, let log):
            self.init("trial_ended", task, worker)
            (outcome, objective, seconds, message) = (ending.outcome.rawValue, ending.objective, ending.seconds, ending.error)
            self.log = log.map(Run.shown)
        case .duplicate(let task, let original):
            self.init("trial_duplicate")
            (trial, seed) = (task.key.number, task.key.seed)
            message = "computes the same as \(SweepProgress.name(original))"
        case .released(let task, let worker): self.init("trial_released", task, worker)
        case .retried(let task, let worker, let reason):
            self.init("trial_retried", task, worker)
            message = reason
        case .lost(let task, let worker): self.init("trial_lost", task, worker)
        case .waiting: self.init("waiting")
        case .stopping: self.init("stopping")
        }
    }

    private init(_ event: String) { self.event = event }

    private init(_ event: String, _ task: TrialTask, _ worker: Int) {
        self.init(event)
        (trial, seed, id, self.worker) = (task.key.number, task.key.seed, task.id, worker)
    }

    /// The event as one line of JSON.
    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // No number in it can be other than finite.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
