import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// Resolves the sweep: what can be said of it without trying a single value. Nil where there is none, or where it is broken.
    mutating func resolveSweep() -> SweepPlan? {
        guard let spec = file.sweep, let grid = OneOf<SweepMethodFamily>(GridSearch()) else { return nil }
        let method = spec.method?.value ?? grid
        checkPaths(of: spec)
        checkConditions(of: spec)
        let parameters = spec.parameters.map(\.wrappedValue.parameter)
        checkExtraTrials(of: spec)
        checkTrials(of: spec, method)
        checkMethod(method, spec)
        let constraints = resolveConstraints(of: spec)
        let objective = spec.objective.flatMap { resolveObjective($0) }
        let scheduler = resolveScheduler(of: spec, method, objective)
        guard let seeds = resolveSeeds(of: spec), let objective, let scheduler, !isIncomplete, !file.lost.contains("sweep"),
            !diagnostics.contains(where: { $0.severity == .error })
        else { return nil }
        return SweepPlan(
            name: spec.name, method: method, scheduler: scheduler, trials: spec.trials, objective: objective,
            parameters: parameters, constraints: constraints,
            extraTrials: spec.extraTrials.map { $0.wrappedValue.map(\.setting) }, seeds: seeds, seed: spec.seed ?? file.seed,
            resources: SweepResources(
                workers: spec.workers, memoryBytes: spec.memory.flatMap { $0 > 0 ? $0 : nil }, slurm: spec.slurm))
    }

    /// Places that are not a sweep's to turn.
    private mutating func checkPaths(of spec: SweepSpec) {
        checkTwins(of: spec)
        let paths = spec.parameters.map(\.wrappedValue.$path) + spec.extraTrials.flatMap { $0.wrappedValue.map(\.$path) }
        for path in paths {
            let word = path.wrappedValue.hasPrefix(".") ? String(path.wrappedValue.dropFirst()) : path.wrappedValue
            let isPlace = path.wrappedValue.contains(".")
            let head = word.prefix { $0 != "." && $0 != "[" }
            switch head {
            case "seed" where isPlace || !file.parameterNames.contains("seed"):
                report(
                    "unsweepable", "the seeds of the trials are not a parameter", at: path.place, help: ["write seeds: [1, 2, 3]"]
                )
            case "sweep" where isPlace, "name" where isPlace, "extends" where isPlace, "assay" where isPlace:
                report("unsweepable", "`\(head)` is the same in all trials of a sweep", at: path.place)
            default: break
            }
        }
    }

    /// One parameter under two names: the second would silently take the place of the first.
    private mutating func checkTwins(of spec: SweepSpec) {
        var seen: [String: String] = [:]
        for path in spec.parameters.map(\.wrappedValue.$path) {
            let written = path.wrappedValue
            let word = written.hasPrefix(".") ? String(written.dropFirst()) : written
            let place = written.contains(".") ? word : "parameters.\(word)"
            if let other = seen.updateValue(written, forKey: place) {
                report(
                    "duplicate-key", "`\(written)` and `\(other)` are one place of the file", at: path.place,
                    help: ["keep one of them"])
            }
        }
    }

    private mutating func checkTrials(of spec: SweepSpec, _ method: OneOf<SweepMethodFamily>) {
        let place = spec.method?.$kind.place ?? file.$sweep.place
        // What could not be read has been reported: what may rest on it is not said again.
        let isSure = !file.lost.contains("sweep")
        if spec.parameters.isEmpty {
            if spec.extraTrials.isEmpty, isSure {
                report(
                    "empty-space", "this sweep has no parameters and no extra_trials: there is nothing to try",
                    at: file.$sweep.place,
                    help: ["write parameters: {dropout: [0.1, 0.2, 0.4]}"])
            }
        } else if method.kind is GridSearch {
            if spec.trials != nil {
                report(
                    "conflicting-keys", "a grid has all its points, and `trials` no meaning", at: spec.$trials.place,
                    help: ["leave it out, or draw so many points: method: random"])
            }
            for parameter in spec.parameters.map(\.wrappedValue) where parameter.domain.count == nil {
                report(
                    "grid-over-continuous", "`\(parameter.path)` has values without number, and a grid tries each",
                    at: parameter.places.first ?? parameter.$path.place,
                    help: [
                        "write a list, or {range: [first, last, step]}",
                        "or draw points: method: random, with trials: \(spec.trials ?? 40)",
                    ])
            }
        } else if spec.trials == nil, isSure {
            report(
                "missing-key", "the method `\(method.name)` draws points without end, and needs `trials`", at: place,
                help: ["write trials: 40"])
        }
    }

    /// What a method cannot do, or does not do, with these parameters and so many trials.
    private mutating func checkMethod(_ method: OneOf<SweepMethodFamily>, _ spec: SweepSpec) {
        let trials = spec.trials ?? .max
        switch method.kind {
        case is SobolSearch where spec.parameters.count > SobolSearch.mostParameters:
            report(
                "too-many-parameters",
                "`sobol` spreads points over at most \(SobolSearch.mostParameters) parameters, and here are \(spec.parameters.count)",
                at: spec.method?.$kind.place ?? file.$sweep.place, help: ["use method: random"])
        case is CMAESSearch:
            for parameter in spec.parameters.map(\.wrappedValue) {
                if parameter.domain.isList {
                    report(
                        "not-continuous", "`cma_es` chooses numbers of intervals, and `\(parameter.path)` has a list of values",
                        at: parameter.places.first ?? parameter.$path.place,
                        help: ["write {uniform: [a, b]}, {log_uniform: [a, b]} or {int_uniform: [a, b]}, or use method: tpe"])
                }
            }
        case let tpe as TPESearch:
            if tpe.startupTrials >= trials {
                report(
                    "never-learns", .lint,
                    "the first \(tpe.startupTrials) points of `tpe` are drawn at random, and there are \(trials)",
                    at: spec.method?.place(of: "startup_trials"), help: ["raise trials, or lower startup_trials"])
            }
            checkParallel(tpe.parallel, trials, at: spec.method?.places["parallel"])
        default: break
        }
    }

    /// More at once than there are.
    mutating func checkParallel(_ parallel: Int, _ trials: Int, at place: Place?) {
        guard let place, parallel > trials else { return }
        report("never-learns", .lint, "\(parallel) at once of \(trials) trials leaves nothing to learn from", at: place)
    }

    private mutating func checkExtraTrials(of spec: SweepSpec) {
        var seen: Set<Set<SweepSetting>> = []
        for point in spec.extraTrials where !seen.insert(Set(point.wrappedValue.map(\.setting))).inserted {
            report("duplicate-value", "this trial stands there twice", at: point.place, help: ["leave one out"])
        }
    }

    private mutating func resolveSeeds(of spec: SweepSpec) -> [Int]? {
        switch spec.seeds {
        case nil: return [file.seed]
        case .list(let seeds): return seeds.map(\.wrappedValue)
        case .count(let count):
            guard file.seed <= Int(UInt32.max) - count + 1 else {
                report(
                    "out-of-range", "\(count) seeds from \(file.seed) on end beyond \(UInt32.max)", at: spec.$seeds.place,
                    help: ["write a list of seeds, or a smaller seed"])
                return nil
            }
            return Array(file.seed..<(file.seed + count))
        }
    }

    /// The step that measures, its metric, and which way is better.
    private mutating func resolveObjective(_ spec: ObjectiveSpec) -> SweepObjective? {
        guard spec.$step.isWritten, spec.$metric.isWritten,
            let names = metrics(of: spec.$step, called: "an objective")
        else { return nil }
        guard checkMetric(spec.$metric, among: names, of: spec.step),
            let mode = direction(of: spec.$metric, spec.$mode, called: "objective")
        else { return nil }
        if spec.$epoch.isWritten, products[spec.step]?.training == nil {
            report(
                "unusable-key", .lint, "`\(spec.step)` has no epochs, and `epoch` no meaning", at: spec.$epoch.place,
                help: ["leave it out"])
        }
        return SweepObjective(step: spec.step, metric: spec.metric, mode: mode, epoch: spec.epoch)
    }

    /// The names that a step measures; nil where there is no such step, which is said, or where the step itself is broken.
    mutating func metrics(of step: Located<String>, called what: String, trainingsOnly: Bool = false) -> [String]? {
        let measuring = zip(ids, file.steps).filter {
            $0.1.value is TrainArguments || (!trainingsOnly && $0.1.value is EvaluateArguments)
        }
        let sort = trainingsOnly ? "trainings" : "steps that measure something"
        guard let index = ids.firstIndex(of: step.wrappedValue) else {
            guard !hasLostID else { return nil }
            report(
                "unknown-step", "there is no step with the id `\(step.wrappedValue)`", at: step.place,
                help: Spelling.help(for: step.wrappedValue, in: measuring.map(\.0), what: sort))
            return nil
        }
        guard measuring.contains(where: { $0.0 == step.wrappedValue }) else {
            report(
                "unknown-metric",
                "`\(step.wrappedValue)` is a step of the kind \(file.steps[index].kind), and no \(trainingsOnly ? "training" : "measurement")",
                at: step.place, help: Spelling.help(for: step.wrappedValue, in: measuring.map(\.0), what: sort))
            return nil
        }
        guard let names = products[step.wrappedValue]?.metrics, !names.isEmpty, !file.lost.contains("semantics") else {
            return nil
        }
        return names
    }

    /// Whether a step measures something of this name; says so where it does not.
    mutating func checkMetric(_ metric: Located<String>, among names: [String], of step: String) -> Bool {
        guard !names.contains(metric.wrappedValue) else { return true }
        let name = metric.wrappedValue
        let swapped = ["acc": "accuracy", "accuracy": "acc", "val_acc": "val_accuracy", "val_accuracy": "val_acc"]
        let others = [swapped[name], name.hasPrefix("val_") ? String(name.dropFirst(4)) : "val_\(name)"].compactMap { $0 }
        let other = others.first(where: names.contains) ?? Spelling.nearest(to: name, in: names)
        report(
            "unknown-metric", "`\(step)` produces no `\(name)`", at: metric.place,
            help: (other.map { ["did you mean `\($0)`?"] } ?? []) + ["`\(step)` produces: " + names.joined(separator: ", ")])
        return false
    }

    /// Which way of a metric is better; nil where its name does not tell, which is said.
    ///
    /// By the metric under every semantics: the rule of old versions of Keras takes an area under a curve for a loss.
    mutating func direction(of metric: Located<String>, _ mode: Located<ModeChoice>, called what: String) -> MonitorMode? {
        switch mode.wrappedValue {
        case .min: return .min
        case .max: return .max
        case .auto:
            if let mode = Self.automaticMode(metric.wrappedValue, .byMetric, isStopping: false) { return mode }
            report(
                "unknown-direction", "nothing tells which way of `\(metric.wrappedValue)` is better",
                at: mode.place ?? metric.place,
                help: ["write mode: min or mode: max"])
            return nil
        }
    }
}

extension SweepDomain {
    /// Whether it is a list of values.
    var isList: Bool { if case .values = self { true } else { false } }
}
