import Foundation
import Plan
import Results
import Sweeping

/// How far a sweep and the trials under way have come; pure, so that it can be tested as text.
struct SweepProgress {
    private let objective: SweepObjective
    private let metrics: [String]
    private var trials: [(worker: Int, task: TrialTask, progress: RunProgress)] = []
    private var tally: SweepTally?
    /// Trials that ended since the beginning.
    private var ended = 0

    init(_ sweep: SweepPlan) {
        objective = sweep.objective
        metrics = [sweep.objective.metric] + (sweep.scheduler.value.watch.map { [$0.metric] } ?? [])
    }

    /// Takes in what happened.
    mutating func take(_ notice: SweepNotice) {
        switch notice {
        case .stands(let tally): self.tally = tally
        case .started(let task, let worker, let prepared, _, _):
            trials.append((worker, task, RunProgress(trainings: prepared.trainings)))
            trials.sort { $0.worker < $1.worker }
        case .event(let task, _, let event):
            guard let index = trials.firstIndex(where: { $0.task.key == task.key }) else { return }
            trials[index].progress.take(event)
        case .ended(let task, _, _, _):
            ended += 1
            trials.removeAll { $0.task.key == task.key }
        case .reached(let task, _, _), .released(let task, _), .lost(let task, _): trials.removeAll { $0.task.key == task.key }
        case .duplicate, .retried, .waiting, .stopping: break
        }
    }

    /// A line a worker, and one for the sweep.
    ///
    /// - Parameter seconds: Since the beginning.
    func lines(_ bar: ProgressBar, seconds: Double) -> [String] {
        trials.map { _, task, progress in
            let settings = Self.shortened(task.assignment)
            return "\(Self.name(task.key)) \(progress.text(bar, metrics: metrics))" + (settings.isEmpty ? "" : "  \(settings)")
        } + [sweepLine(bar, seconds: seconds)]
    }

    /// `sweep ━━━━━━━━━━━━━━━━━━━━ 12/60, 1 failed, 3 pruned, best val_acc 0.8432 of point 7, 3:05 left`.
    private func sweepLine(_ bar: ProgressBar, seconds: Double) -> String {
        guard let tally else { return "sweep" }
        var parts = ["\(tally.ended)\(tally.total.map { "/\($0)" } ?? "")"]
        if tally.failed > 0 { parts.append("\(tally.failed) failed") }
        if tally.pruned > 0 { parts.append("\(tally.pruned) pruned") }
        if let best = tally.best, let point = tally.bestPoint {
            parts.append("best \(objective.metric) \(ProgressBar.number(best)) of point \(point)")
        }
        if ended > 0, let total = tally.total, total > tally.ended {
            parts.append("\(ProgressBar.left(seconds / Double(ended) * Double(total - tally.ended))) left")
        }
        let share = tally.total.map { bar.share(of: tally.ended, in: $0) + " " } ?? ""
        return "sweep \(share)\(parts.joined(separator: ", "))"
    }

    /// `trial 7/2`: the point, and the seed behind it.
    static func name(_ key: TrialKey) -> String { "trial \(key.number) (seed \(key.seed))" }

    /// Settings with the last part of each path, and no longer than need be: `dropout=0.2 learning_rate=0.001`.
    static func shortened(_ assignment: Assignment) -> String {
        assignment.settings.map { setting in
            let name = setting.path.split(separator: ".").last.map(String.init) ?? setting.path
            let text = setting.value.number.map(ReadableNumber.short) ?? setting.value.text
            return "\(name)=\(text.count > 24 ? text.prefix(23) + "…" : text[...])"
        }.joined(separator: " ")
    }
}
