import Network
import Plan
import Results

// What is known of single trials, and what follows from it.

extension Director {
    /// What is to be done about the trials of a point. Where there is a scheduler, the other seeds come after the one that is scheduled, and
    /// not at all where that one was ended, or failed.
    mutating func actions(_ number: Int, _ journal: SweepJournal) -> [Action] {
        guard points.isWanted(number), let first = seeds.first else { return [] }
        guard let scheduler else { return seeds.map { self.action(TrialKey(number: number, seed: $0), journal) } }
        let leading = TrialKey(number: number, seed: first)
        let action = self.action(leading, journal, scheduler: scheduler)
        guard action == .settled else { return [action] }
        guard ending(leading, journal)?.outcome == .completed else { return [] }
        return seeds.dropFirst().map { self.action(TrialKey(number: number, seed: $0), journal) }
    }

    private mutating func action(_ trial: TrialKey, _ journal: SweepJournal, scheduler: (any TrialScheduler)? = nil) -> Action {
        let key = original(trial, journal)
        let record = journal[key]
        if record?.end != nil { return .settled }
        // Another trial's run stands for this one. Where nobody else wants that run, it is run for this one.
        if key != trial, points.isWanted(key.number) { return .wait }
        guard let assignment = record?.assignment ?? points.assignment(key.number) else { return .wait }
        let epoch = record?.epoch ?? 0
        let rungs = scheduler?.rungs(key.number) ?? []
        var task = TrialTask(
            key: key, assignment: assignment, id: record?.id, until: rungs.first { $0 > epoch }, epoch: epoch,
            seconds: record?.seconds ?? 0)
        guard let scheduler, rungs.contains(epoch) else { return .run(task) }
        switch decide(key.number, epoch, scheduler, journal) {
        case .wait: return .wait
        case .goOn: return .run(task)
        case .stop: return .prune(key, pruned(record))
        case .adopt(let donor, let assignment):
            task.donor = original(TrialKey(number: donor, seed: key.seed), journal)
            task.assignment = assignment
            return .run(task)
        }
    }

    private mutating func decide(
        _ number: Int, _ epoch: Int, _ scheduler: any TrialScheduler, _ journal: SweepJournal
    ) -> SchedulerDecision {
        if let known = decisions[number], known.epoch == epoch { return known.decision }
        let total = points.count
        let decision = scheduler.decision(number, at: epoch, curves: { curve($0, journal) }, total: total)
        if decision != .wait { decisions[number] = (epoch, decision) }
        return decision
    }

    // MARK: What is known

    /// The trial whose run stands for this one: the one that was first to make the run directory, or the lowest number of equal values.
    func original(_ trial: TrialKey, _ journal: SweepJournal) -> TrialKey {
        var key = trial
        // Nobody writes a circle, but a damaged folder may hold one.
        for _ in 0..<8 {
            if let record = journal[key] {
                if record.hasBegun || record.end != nil { return key }
                if let other = record.duplicates, other != key {
                    key = other
                    continue
                }
            }
            let twin = points.twin(key.number)
            guard twin != key.number else { return key }
            key.number = twin
        }
        return trial
    }

    func ending(_ trial: TrialKey, _ journal: SweepJournal) -> TrialEnding? {
        journal[trial]?.ending ?? journal[original(trial, journal)]?.ending
    }

    /// What became of a point: the mean over its seeds.
    func outcome(_ number: Int, _ journal: SweepJournal) -> PointTable.Outcome {
        let endings = seeds.map { ending(TrialKey(number: number, seed: $0), journal) }
        let known = endings.compactMap { $0 }
        if points.isWanted(number) {
            if scheduler != nil, let first = endings.first {
                guard let first else { return .open }
                if first.outcome != .completed { return .ended(cost: cost(first)) }
            }
            guard known.count == endings.count else { return .open }
        } else if known.isEmpty {
            return .void
        }
        let costs = known.compactMap { $0.outcome == .completed ? cost($0) : nil }
        return .ended(cost: costs.isEmpty ? nil : costs.reduce(0, +) / Double(costs.count))
    }

    /// Lower is better; nil where nothing was measured that can be compared. What a pruned trial left can be, where the scheduler watches
    /// what is the objective.
    private func cost(_ ending: TrialEnding) -> Double? {
        guard let objective, let value = ending.objective, value.isFinite else { return nil }
        switch ending.outcome {
        case .completed: return objective.cost(value)
        case .failed: return nil
        case .pruned:
            let isSame = watch?.step == objective.step && watch?.metric == objective.metric && watch?.mode == objective.mode
            return isSame ? objective.cost(value) : nil
        }
    }

    /// What a scheduler is told of a trial.
    private mutating func curve(_ number: Int, _ journal: SweepJournal) -> TrialCurve? {
        if let known = curves[number] { return known }
        guard let watch, let seed = seeds.first, points.contains(number) else { return nil }
        let trial = TrialKey(number: number, seed: seed)
        let key = original(trial, journal)
        let isAwaited = points.isWanted(number) || points.isWanted(key.number)
        guard let record = journal[key], record.hasBegun, let assignment = record.assignment else {
            return isAwaited ? nil : TrialCurve(costs: [], standing: .closed, assignment: Assignment([]))
        }
        let costs = record.values.map { measure in
            measure.value.isFinite ? (watch.mode == .min ? measure.value : -measure.value) : nil
        }
        let standing: TrialCurve.Standing =
            switch record.ending?.outcome {
            case .pruned: .stopped(epoch: record.epoch)
            case .completed, .failed: .closed
            case nil: isAwaited ? .open : .closed
            }
        let curve = TrialCurve(costs: costs, standing: standing, assignment: assignment)
        if key == trial { curves[number] = curve }
        return curve
    }

    /// The end of a trial that the scheduler ends.
    private func pruned(_ record: TrialRecord?) -> TrialEnding {
        let values = record?.values.map(\.value).filter(\.isFinite) ?? []
        let best = watch?.mode == .max ? values.max() : values.min()
        return TrialEnding(.pruned, objective: objective?.epoch == .last ? values.last : best, seconds: record?.seconds ?? 0)
    }
}
