import Experiment
import Plan

extension Resolver {
    /// An epoch that the era cuts short, or that shows the same images many times.
    mutating func lintEpochs(_ arguments: TrainArguments, _ data: DatasetPlan, _ step: StepContext) {
        guard let steps = arguments.stepsPerEpoch, steps > 0, let batches = data.batches, batches > 0 else { return }
        let place = arguments.$stepsPerEpoch.place
        let images = "`\(data.name)` has \(batches) batch\(batches == 1 ? "" : "es")"
        switch file.semantics.epochEnd {
        case .wrap where steps >= 2 * batches:
            report(
                "repeated-data", .lint,
                "\(images), and an epoch of `\(step.id)` takes \(steps): each image comes \(steps / batches) times",
                at: place, help: ["Keras 3 would end each epoch after \(batches)"])
        case .truncate where steps > batches:
            report(
                "short-epoch", .lint, "\(images), so that each epoch of `\(step.id)` ends after \(batches) of its \(steps) steps",
                at: place,
                help: ["Keras 2.2.4 goes on with the next pass; semantics epoch_end: wrap does so here"])
        case .truncate where batches % steps != 0:
            report(
                "short-epoch", .lint,
                "\(images), so that one epoch of `\(step.id)` in \(batches / steps + 1) ends after \(batches % steps) of its \(steps) steps",
                at: place, help: ["leave steps_per_epoch out for one pass an epoch"])
        case .restart where steps > batches:
            report(
                "data-runs-out", .lint,
                "\(images), and an epoch of `\(step.id)` asks for \(steps): the training ends after its first epoch, short as it is",
                at: place,
                help: ["Keras 2.2.4 goes on with the next pass; semantics epoch_end: wrap does so here"])
        default: break
        }
    }

    /// A validation that sees other images each epoch, because it goes on where it stopped.
    mutating func lintWindow(_ arguments: TrainArguments, _ data: DatasetPlan, _ step: StepContext) {
        guard let steps = arguments.validationSteps, let batches = data.batches else { return }
        guard file.semantics.validationWindow == .rolling, steps < batches else {
            lintSteps(arguments.$validationSteps, data, step)
            return
        }
        report(
            "rolling-validation", .lint,
            "each validation of `\(step.id)` takes the next \(steps) of the \(batches) batches of `\(data.name)`: every epoch is measured "
                + "on other images",
            at: arguments.$validationSteps.place, help: ["leave validation_steps out to measure on all of them"])
    }

    /// More batches measured than there are.
    mutating func lintSteps(_ steps: Located<Int?>, _ data: DatasetPlan, _ step: StepContext) {
        guard let count = steps.wrappedValue, let batches = data.batches, count > batches else { return }
        let effect = file.semantics.evaluationEnd == .wrap ? "some images count more than once" : "it stops after them"
        report(
            "more-steps-than-data", .lint,
            "`\(step.id)` asks for \(count) batches of `\(data.name)`, which has \(batches): \(effect)", at: steps.place,
            help: ["leave the number out for one pass"])
    }

    /// Callbacks that keep different epochs, or never come to act.
    mutating func lintCallbacks(_ arguments: TrainArguments, _ step: StepContext) {
        let callbacks = entries(of: arguments.callbacks)
        let checkpoint = callbacks.lazy.compactMap { $0.value as? ModelCheckpointArguments }.first { $0.saveBestOnly }
        lintNewCallbacks(callbacks, arguments, step)
        for spec in callbacks {
            guard let stopping = spec.value as? EarlyStoppingArguments else { continue }
            if let checkpoint, stopping.restoreBestWeights, stopping.monitor != checkpoint.monitor {
                report(
                    "two-bests", .lint,
                    "EarlyStopping gives back the epoch with the best \(stopping.monitor), ModelCheckpoint keeps the one with the best "
                        + "\(checkpoint.monitor): `\(step.id).last` and `\(step.id).best` may be different epochs",
                    at: stopping.$monitor.place ?? spec.$kind.place)
            }
            if stopping.patience >= arguments.epochs {
                report(
                    "never-stops", .lint,
                    "EarlyStopping waits \(stopping.patience) epochs, and `\(step.id)` has \(arguments.epochs): it never ends the training"
                        + (stopping.restoreBestWeights && file.semantics.bestWeights == .whenStopped
                            ? ", and so never restores weights" : ""),
                    at: stopping.$patience.place ?? spec.$kind.place)
            }
        }
    }
}
