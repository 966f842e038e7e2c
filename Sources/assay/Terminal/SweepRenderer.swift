import Foundation
import Plan
import Sweeping

/// Shows a sweep as it goes on.
protocol SweepRenderer: AnyObject {
    /// Shows what happened.
    func show(_ notice: SweepNotice)
    /// Leaves the terminal as it was.
    func finish()
}

extension SweepRenderer {
    func finish() {}
}

/// Shows nothing.
final class QuietSweepRenderer: SweepRenderer {
    func show(_ notice: SweepNotice) {}
}

/// One line at the beginning and the end of each piece of work, for logs.
final class PlainSweepRenderer: SweepRenderer {
    private let metric: String

    init(_ sweep: SweepPlan) { metric = sweep.objective.metric }

    func show(_ notice: SweepNotice) {
        guard let line = line(notice) else { return }
        Output.error(line + "\n")
    }

    private func line(_ notice: SweepNotice) -> String? {
        switch notice {
        case .stands, .event: return nil
        case .started(let task, _, _, let attempt, let threads):
            let verb = task.epoch > 0 || attempt > 1 ? "goes on" : "begins"
            let settings = SweepProgress.shortened(task.assignment)
            return "\(SweepProgress.name(task.key)): \(verb) on \(threads) thread\(threads == 1 ? "" : "s")"
                + (settings.isEmpty ? "" : ": \(settings)")
        case .reached(let task, _, let epoch): return "\(SweepProgress.name(task.key)): at the rung of epoch \(epoch)"
        case .ended(let task, _, let ending, let log):
            let name = SweepProgress.name(task.key)
            guard let error = ending.error else {
                let value = ending.objective.map { " - \(metric): \(ProgressBar.number($0))" } ?? ""
                let outcome = ending.outcome == .completed ? "" : "\(ending.outcome.rawValue), "
                let seconds = ending.seconds < 10 ? String(format: "%.1fs", ending.seconds) : ProgressBar.elapsed(ending.seconds)
                return "\(name): \(outcome)\(seconds)\(value)"
            }
            return "\(name): \(ending.outcome.rawValue): \(error)" + (log.map { "; its log: \(Run.shown($0))" } ?? "")
        case .duplicate(let task, let original):
            return "\(SweepProgress.name(task.key)): computes the same as \(SweepProgress.name(original))"
        case .released(let task, _): return "\(SweepProgress.name(task.key)): left, to be gone on with"
        case .retried(let task, _, let reason): return "\(SweepProgress.name(task.key)): \(reason); going on from its checkpoint"
        case .lost(let task, _): return "\(SweepProgress.name(task.key)): another process has taken it over"
        case .waiting: return "assay: waiting for trials of other processes"
        case .stopping: return "assay: stopping after the batches under way; once more to stop at once"
        }
    }
}

/// A line a trial under way and one for the sweep, redrawn at most ten times a second; what is worth keeping stands above.
final class TerminalSweepRenderer: SweepRenderer {
    private var progress: SweepProgress
    private let bar: ProgressBar
    private let done: PlainSweepRenderer
    private let live = LiveLines()
    private let clock = ContinuousClock()
    private let began: ContinuousClock.Instant
    private var last: ContinuousClock.Instant?

    /// Hides the cursor until `finish`.
    init(_ sweep: SweepPlan, bar: ProgressBar) {
        progress = SweepProgress(sweep)
        self.bar = bar
        done = PlainSweepRenderer(sweep)
        began = clock.now
    }

    func show(_ notice: SweepNotice) {
        progress.take(notice)
        let now = clock.now
        switch notice {
        case .ended, .duplicate, .retried, .lost, .waiting, .stopping:
            live.clear()
            done.show(notice)
        case .stands: break
        case .started, .event, .reached, .released:
            if let last, now - last < .milliseconds(100) { return }
        }
        last = now
        live.draw(progress.lines(bar, seconds: (now - began) / .seconds(1)))
    }

    func finish() { live.clear() }
}

/// A JSON object a line on standard output.
final class JSONSweepRenderer: SweepRenderer {
    func show(_ notice: SweepNotice) {
        if let event = SweepEvent(notice) { Output.out(event.line + "\n") }
    }
}
