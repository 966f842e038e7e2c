import Experiment
import Plan

extension Resolver {
    /// Callbacks that do less than they seem to.
    mutating func lintNewCallbacks(_ callbacks: [CallbackSpec], _ arguments: TrainArguments, _ step: StepContext) {
        for spec in callbacks {
            switch spec.value {
            case let backup as BackupAndRestoreArguments where backup.saveFreq == nil:
                report(
                    "always-done", .lint,
                    "every run keeps a checkpoint at the end of each epoch, and goes on from it with --resume",
                    at: spec.$kind.place, help: ["leave BackupAndRestore out, or write save_freq: a number of training steps"])
            case let scheduler as LearningRateSchedulerArguments:
                let late = scheduler.epochs.filter { $0.epoch > arguments.epochs }
                if let first = late.first, isNew("\(step.id) never schedules") {
                    report(
                        "rate-never-comes", .lint,
                        "`\(step.id)` has \(arguments.epochs) epoch\(arguments.epochs == 1 ? "" : "s"), and the rate of epoch \(first.epoch) "
                            + "never comes", at: scheduler.$epochs.place)
                }
                if callbacks.contains(where: { $0.value is ReduceLROnPlateauArguments }) {
                    report(
                        "two-rates", .lint,
                        "LearningRateScheduler sets the rate in every epoch, whatever ReduceLROnPlateau made of it",
                        at: spec.$kind.place, help: ["use one of the two"])
                }
            default: break
            }
        }
    }

    /// CSV files that a later training writes over.
    mutating func lintLoggers() {
        var written: [String: String] = [:]
        for (id, spec) in zip(ids, file.steps) {
            guard let train = spec.value as? TrainArguments else { continue }
            for callback in entries(of: train.callbacks) {
                guard let logger = callback.value as? CSVLoggerArguments else { continue }
                if let earlier = written[logger.filename], !logger.append {
                    report(
                        "written-over", .lint, "`\(id)` writes over what `\(earlier)` has written to \(logger.filename)",
                        at: logger.$filename.place, help: ["write append: true, or give it a file of its own"])
                }
                written[logger.filename] = id
            }
        }
    }
}
