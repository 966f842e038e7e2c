import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// The scheduler with what it watches; nil where it is broken.
    mutating func resolveScheduler(
        of spec: SweepSpec, _ method: OneOf<SweepMethodFamily>, _ objective: SweepObjective?
    ) -> OneOf<SchedulerFamily>? {
        guard let written = spec.scheduler, !(written.value.scheduler is NoScheduler) else { return OneOf(NoScheduler()) }
        guard let watch = resolveWatch(written, objective) else { return nil }
        checkEpochs(of: written, watch)
        // An upper bound: constraints and conditions leave out some points of a grid.
        let chosen = spec.trials ?? spec.parameters.reduce(1) { Limits.product([$0, $1.wrappedValue.domain.count ?? 1]) }
        let trials = Limits.sum([chosen, spec.extraTrials.count])
        switch written.value.scheduler {
        case let median as MedianStopping: checkParallel(median.parallel, trials, at: written.places["parallel"])
        case let asha as ASHA: checkParallel(asha.parallel, trials, at: written.places["parallel"])
        case let hyperband as Hyperband:
            let first = hyperband.largestBracket(epochs: watch.epochs)
            if trials < first {
                report(
                    "incomplete-bracket", .warning,
                    "the first bracket of `hyperband` begins with \(first) trials, and there are \(trials)",
                    at: written.$kind.place,
                    help: ["raise trials, min_epochs or reduction_factor"])
            }
        case let pbt as PopulationBasedTraining: checkPopulation(pbt, written, method, trials)
        default: break
        }
        return written.value.resolved(watch)
    }

    /// The training whose epochs are compared: the one that is named, the objective's, or the last one before the objective's step that
    /// trains the same model.
    private mutating func resolveWatch(_ written: SchedulerSpec, _ objective: SweepObjective?) -> SchedulerWatch? {
        let arguments = written.value
        let trainings = zip(ids, file.steps).filter { $0.1.value is TrainArguments }.map(\.0)
        guard !trainings.isEmpty else {
            report(
                "no-training", "`\(written.kind)` compares the epochs of a training, and this file has none",
                at: written.$kind.place,
                help: ["leave the scheduler out"])
            return nil
        }
        let step: Located<String>
        if let name = arguments.step {
            step = Located(name, at: arguments.$step.position, length: arguments.$step.length)
        } else {
            guard let objective else { return nil }
            guard let name = training(behind: objective.step) else {
                report(
                    "no-training", "no training leads to `\(objective.step)`, and `\(written.kind)` needs one to watch",
                    at: written.$kind.place,
                    help: ["name one: step: \(trainings[0])", "trainings: " + trainings.joined(separator: ", ")])
                return nil
            }
            step = Located(name, at: written.$kind.position, length: written.$kind.length)
        }
        guard let names = metrics(of: step, called: "a scheduler", trainingsOnly: true),
            let epochs = zip(ids, file.steps).first(where: { $0.0 == step.wrappedValue }).flatMap({
                $0.1.value as? TrainArguments
            })?.epochs
        else { return nil }

        let metric: Located<String>
        if let name = arguments.metric {
            metric = Located(name, at: arguments.$metric.position, length: arguments.$metric.length)
        } else {
            guard let objective else { return nil }
            let wanted = objective.metric
            let name = ["val_\(wanted)", wanted].first {
                $0 == wanted ? names.contains($0) : objective.step != step.wrappedValue && names.contains($0)
            }
            guard let name else {
                report(
                    "unknown-metric",
                    "`\(step.wrappedValue)` does not produce the objective's `\(wanted)`, and `\(written.kind)` needs a metric to watch",
                    at: written.$kind.place,
                    help: [
                        "name one: metric: \(names.last { $0.hasPrefix("val_") } ?? names[0])",
                        "`\(step.wrappedValue)` produces: " + names.joined(separator: ", "),
                    ])
                return nil
            }
            metric = Located(name, at: written.$kind.position, length: written.$kind.length)
        }
        guard checkMetric(metric, among: names, of: step.wrappedValue) else { return nil }
        // The objective's own metric is better the objective's way.
        let plain = metric.wrappedValue.hasPrefix("val_") ? String(metric.wrappedValue.dropFirst(4)) : metric.wrappedValue
        let isObjective = [plain, "val_\(plain)"].contains(objective?.metric)
        let mode =
            arguments.mode == .auto && isObjective ? objective?.mode : direction(of: metric, arguments.$mode, called: "scheduler")
        return mode.map { SchedulerWatch(step: step.wrappedValue, metric: metric.wrappedValue, mode: $0, epochs: epochs) }
    }

    /// A training itself; of an evaluation, the last training before it of the model that it measures.
    private func training(behind step: String) -> String? {
        guard let index = ids.firstIndex(of: step) else { return nil }
        guard let evaluation = file.steps[index].value as? EvaluateArguments else { return step }
        return Array(zip(ids, file.steps)).prefix(index).last { ($0.1.value as? TrainArguments)?.model == evaluation.model }?.0
    }

    /// A scheduler that never judges, as the training ends before.
    private mutating func checkEpochs(of written: SchedulerSpec, _ watch: SchedulerWatch) {
        let first: (key: String, epochs: Int)? =
            switch written.value.scheduler {
            case let median as MedianStopping: ("min_epochs", median.minEpochs)
            case let asha as ASHA: ("min_epochs", asha.minEpochs)
            case let hyperband as Hyperband: ("min_epochs", hyperband.minEpochs)
            case let pbt as PopulationBasedTraining: ("interval", pbt.interval)
            default: nil
            }
        guard let first, first.epochs >= watch.epochs else { return }
        report(
            "out-of-range",
            "`\(watch.step)` has \(watch.epochs) epoch\(watch.epochs == 1 ? "" : "s"), and `\(written.kind)` would judge a trial after \(first.epochs)",
            at: written.place(of: first.key),
            help: [
                watch.epochs == 1
                    ? "leave the scheduler out, or train for more epochs" : "write \(first.key): 1 to \(watch.epochs - 1)"
            ])
    }

    private mutating func checkPopulation(
        _ pbt: PopulationBasedTraining, _ written: SchedulerSpec, _ method: OneOf<SweepMethodFamily>, _ trials: Int
    ) {
        if !(method.kind is RandomSearch || method.kind is SobolSearch) {
            report(
                "conflicting-keys",
                "`pbt` changes values on the way, and begins with points drawn at random, not with `\(method.name)`",
                at: file.sweep?.method?.$kind.place ?? written.$kind.place, help: ["write method: random, or method: sobol"])
        }
        if pbt.quantile * Double(trials) < 1 {
            report(
                "never-learns", .warning,
                "the share \(ReadableNumber.short(pbt.quantile)) of \(trials) trials is less than one, so that none is ever replaced",
                at: written.place(of: "quantile"), help: ["raise quantile or trials"])
        }
    }
}

extension Hyperband {
    /// The trials of the bracket that begins with the most, for a training of so many epochs (Li et al. 2018, algorithm 1).
    func largestBracket(epochs: Int) -> Int {
        var trials = 1
        var epochs = epochs / max(1, minEpochs)
        while epochs >= max(2, reductionFactor) {
            epochs /= max(2, reductionFactor)
            trials = Limits.product([trials, max(2, reductionFactor)])
        }
        return trials
    }
}
