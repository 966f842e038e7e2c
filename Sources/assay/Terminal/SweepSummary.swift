import Foundation
import Plan
import Sweeping

/// How a sweep stands, for people: what was measured, what failed and where its logs lie, and the best point.
struct SweepSummary {
    private let snapshot: SweepSnapshot
    private let directory: SweepDirectory
    /// Failed trials that are named.
    private static let most = 10

    init(_ snapshot: SweepSnapshot, directory: SweepDirectory) {
        self.snapshot = snapshot
        self.directory = directory
    }

    /// Lines, each ending in a line feed.
    var text: String { ([counts] + failures + best).map { $0 + "\n" }.joined() }

    private var tally: SweepTally { SweepTally(snapshot) }

    /// `58 of 60 trials completed, 1 pruned, 1 failed`.
    private var counts: String {
        let all = tally.total.map { " of \($0) trials" } ?? " trials"
        let others = [(tally.pruned, "pruned"), (tally.failed, "failed"), (tally.paused, "to be gone on with")]
        return "\(tally.completed)\(all) completed" + others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    }

    private var failures: [String] {
        let failed = snapshot.trials.filter { $0.ending?.outcome == .failed }
        let lines = failed.prefix(Self.most).map { trial in
            let log = trial.id.map { "; its log: \(Run.shown(directory.trial($0).appendingPathComponent("log.txt")))" } ?? ""
            return "\(SweepProgress.name(trial.key)) failed: \(trial.ending?.error ?? "")\(log)"
        }
        return lines + (failed.count > Self.most ? ["and \(failed.count - Self.most) more; sweep.csv has all of them"] : [])
    }

    /// `best val_auc: 0.8720 of point 6: filters=4 dropout=0.2273`; of several seeds the mean, as in `assay compare`.
    private var best: [String] {
        guard let best = SweepReading(snapshot).table.best, let mean = best.mean else { return [] }
        let count = best.values.count
        let (settings, seeds) = (best.assignment.text, count > 1 ? ", the mean of \(count) seeds" : "")
        return [
            "best \(snapshot.sweep.objective.metric): \(ProgressBar.number(mean)) of point \(best.number)\(seeds)"
                + (settings.isEmpty ? "" : ": \(settings)")
        ]
    }
}
