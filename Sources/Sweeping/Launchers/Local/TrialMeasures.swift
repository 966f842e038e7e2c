import Foundation
import Plan
import Results

/// What a trial's run directory says was measured.
struct TrialMeasures {
    let directory: RunDirectory

    /// The objective; nil where it is no finite number, or is not there.
    func objective(_ objective: SweepObjective) -> Double? {
        if let curve = (try? directory.curves(step: objective.step))?.values(objective.metric) {
            switch objective.epoch {
            case .last: return curve.last.flatMap { $0.isFinite ? $0 : nil }
            case .best: return curve.filter(\.isFinite).min { objective.cost($0) < objective.cost($1) }
            }
        }
        let value = (try? directory.record())?.metrics[objective.step]?[objective.metric]?.value
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The watched metric after each epoch, from the first.
    func values(_ watch: SchedulerWatch) -> [Measure] {
        (try? directory.curves(step: watch.step))?.values(watch.metric)?.map { Measure($0) } ?? []
    }
}
