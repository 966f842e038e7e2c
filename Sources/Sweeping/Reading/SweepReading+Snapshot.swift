import Plan

extension SweepReading {
    /// A reading of what the journals and claims of a sweep say.
    public init(_ snapshot: SweepSnapshot) {
        let base = snapshot.definitions.last?.base
        self.init(
            experiment: base?.experiment ?? "", sweep: snapshot.sweep, trials: snapshot.trials,
            workers: snapshot.trials.filter { snapshot.claimed($0.key) }.map {
                Worker(trial: $0.key, host: $0.host ?? "?", process: $0.process ?? 0)
            },
            planned: snapshot.planned, isComplete: snapshot.isComplete, notes: snapshot.notes)
    }

    /// What the objective depends on, the most important first; empty where too little is known.
    public var importance: [SweepComparison.Importance] {
        let observations = table.rows.sorted { $0.number < $1.number }.map { row in
            Observation(row.assignment, cost: row.values.isEmpty ? nil : row.mean.map(sweep.objective.cost))
        }
        return Importance.fanova(observations, space: SearchSpace(sweep)).map {
            SweepComparison.Importance(parameter: $0.path, share: $0.share)
        }
    }

    /// What stands above the best configuration as an experiment file; it depends on results alone.
    public var bestComment: [String] {
        guard let best = table.best, let trial = table.bestTrial, let mean = best.mean else { return [] }
        let objective = "\(sweep.objective.step) \(sweep.objective.metric)"
        let words = SweepWords([mean])
        var lines = ["The best point of the sweep \(sweep.name) of \(experiment): point \(best.number), seed \(trial.key.seed)."]
        if best.values.count > 1, let value = best.values.first(where: { $0.seed == trial.key.seed })?.value {
            let deviation = best.deviation.map { ", deviation \(words.value($0))" } ?? ""
            lines.append("\(objective): \(words.value(value)); over \(best.values.count) seeds \(words.value(mean))\(deviation).")
        } else {
            lines.append("\(objective): \(words.value(mean)).")
        }
        if sweep.scheduler.name == PopulationBasedTraining.kind {
            lines.append("Its values changed on the way, and these are the last: run from the start, it leaves other numbers.")
        } else {
            lines.append("assay run leaves the same numbers again.")
        }
        return lines
    }
}
