import Foundation
import Plan
import Sweeping

/// What `assay sweep --dry-run` says: how the sweep stands, and what would be run next.
struct SweepPreview: Encodable {
    /// A trial that would be run.
    struct Trial: Encodable {
        var trial: Int
        var seed: Int
        var parameters: [String: SweepValue]
        /// Whether it was begun.
        var begun: Bool
    }

    var experiment: String
    var sweep: String
    var completed: Int
    var failed: Int
    var pruned: Int
    /// All trials; absent where that is not known.
    var total: Int?
    /// The first ones that would be run, as far as they are known: what a sampler learns from must come before.
    var next: [Trial]

    /// The most trials that are shown.
    private static let most = 10

    /// - Parameter retries: Whether what has failed is tried again.
    init(_ snapshot: SweepSnapshot, experiment: String, retries: Bool) {
        let tally = SweepTally(snapshot)
        self.experiment = experiment
        sweep = snapshot.sweep.name
        (completed, failed, pruned, total) = (tally.completed, tally.failed, tally.pruned, tally.total)
        let waiting = snapshot.trials.lazy.filter { trial in
            if let ending = trial.ending { return retries && ending.outcome == .failed }
            return !snapshot.claimed(trial.key)
        }
        next = waiting.prefix(Self.most).map { trial in
            Trial(
                trial: trial.key.number, seed: trial.key.seed,
                parameters: Dictionary(trial.assignment.settings.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 }),
                begun: trial.id != nil)
        }
        lines = waiting.prefix(Self.most).map { trial in
            let verb = trial.id == nil ? "begins" : "goes on"
            return "\(SweepProgress.name(trial.key)) \(verb): \(trial.assignment.text)"
        }
    }

    private var lines: [String]

    enum CodingKeys: String, CodingKey { case experiment, sweep, completed, failed, pruned, total, next }

    /// Lines, each ending in a line feed.
    var text: String {
        let done = completed + failed + pruned
        let all = total.map { "\(ReadableNumber.grouped($0)) trials" } ?? "trials without end"
        let ended = [(completed, "completed"), (failed, "failed"), (pruned, "pruned")].filter { $0.0 > 0 }.map { "\($0) \($1)" }
        let left = total.map { "\(ReadableNumber.grouped(max(0, $0 - done))) to run" }
        let head = "\(experiment), sweep \(sweep): \(all): " + (ended + (left.map { [$0] } ?? [])).joined(separator: ", ")
        let more =
            total.map { $0 - done > lines.count ? ["and \(ReadableNumber.grouped($0 - done - lines.count)) more"] : [] } ?? []
        return ([head] + lines + more + ["nothing was run"]).map { $0 + "\n" }.joined()
    }
}
