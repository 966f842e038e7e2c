import Foundation
import Plan
import Results

/// The learning curves of a sweep's trials, read from their run directories.
public struct SweepCurves: Sendable {
    /// The id of the training.
    public let step: String
    /// The name in its curves.
    public let metric: String
    /// Which way is better.
    public let mode: MonitorMode

    private let folder: URL

    /// What the curves of a sweep show: the metric that the scheduler watches; else the objective where a training measures it; else the
    /// like of it in the last training that trials left curves of. nil where no trial left any.
    ///
    /// - Parameter folder: The sweep's directory.
    public init?(_ reading: SweepReading, in folder: URL) {
        self.folder = folder
        let (objective, watch) = (reading.sweep.objective, reading.sweep.scheduler.value.watch)
        let step = watch?.step ?? objective.step
        for trial in reading.trials {
            guard let run = Self.run(trial, folder) else { continue }
            let steps = ((try? FileManager.default.contentsOfDirectory(atPath: run.url.path)) ?? []).filter {
                FileManager.default.fileExists(atPath: run.url.appendingPathComponent("\($0)/curves.csv").path)
            }
            let order = [step] + steps.sorted { $0.localizedStandardCompare($1) == .orderedDescending }
            guard let (found, names) = order.lazy.compactMap({ id in (try? run.curves(step: id)).map { (id, $0.names) } }).first
            else { continue }
            let wanted = [watch?.metric ?? objective.metric, "val_\(objective.metric)", objective.metric, "val_loss", "loss"]
            guard let metric = wanted.first(where: names.contains) ?? names.first else { continue }
            self.step = found
            self.metric = metric
            mode = metric.hasSuffix("loss") ? .min : watch?.mode ?? objective.mode
            return
        }
        return nil
    }

    /// The values of a trial, an epoch each; nil where it left none.
    public func callAsFunction(_ trial: TrialState) -> [Double]? {
        Self.run(trial, folder).flatMap { try? $0.curves(step: step) }?.values(metric)
    }

    private static func run(_ trial: TrialState, _ folder: URL) -> RunDirectory? {
        trial.id.map { RunDirectory(existing: folder.appendingPathComponent("trials/\($0)")) }
    }
}
