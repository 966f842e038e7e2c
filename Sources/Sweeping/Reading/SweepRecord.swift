import Plan
import Results

/// What `sweep.json` holds: the sweep in a form that scripts read.
public struct SweepRecord: Codable, Hashable, Sendable {
    /// One trial.
    public struct Trial: Codable, Hashable, Sendable {
        /// The name of its run directory; absent before it began.
        public var id: String?
        /// Its point's number, from 0.
        public var number: Int
        /// Its seed.
        public var seed: Int
        /// Where it stands.
        public var state: SweepReading.Standing
        /// Its settings, by path: numbers, and YAML in one line.
        public var parameters: [String: SweepValue]
        /// What was measured; of a pruned one what it was ended with, where that is the objective; null where there is nothing.
        public var objective: Measure
        /// Its run directory, from the sweep's; absent before it began.
        public var run: String?
        /// The time that its processes took; absent while it has not ended.
        public var seconds: Double?
        /// How often a process took it up.
        public var attempts: Int
        /// The last epoch after which it was judged; 0 where it was not.
        public var epochs: Int
        /// What went wrong; absent where nothing did.
        public var error: String?
    }

    /// The best point.
    public struct Best: Codable, Hashable, Sendable {
        /// Its number.
        public var number: Int
        /// Its settings.
        public var parameters: [String: SweepValue]
        /// The mean of the objective over its seeds.
        public var mean: Double
        /// The standard deviation over the seeds, by n - 1; absent for a single one.
        public var deviation: Double?
        /// How many seeds have a value.
        public var count: Int
        /// The trial that `best.yaml` repeats.
        public var run: String?
    }

    /// The form of this value.
    public var schema = "sweep/1"
    /// The experiment's name.
    public var experiment: String
    /// The sweep's name.
    public var name: String
    /// Where it stands.
    public var state: SweepReading.State
    /// How points are chosen.
    public var method: String
    /// What ends trials early.
    public var scheduler: String
    /// What is measured.
    public var objective: SweepObjective
    /// The seeds of each point.
    public var seeds: [Int]
    /// How many trials there will be; absent where that is not known yet.
    public var planned: Int?
    /// The best point; absent where nothing was measured.
    public var best: Best?
    /// The trials, by number and seed.
    public var trials: [Trial]

    /// The record of a reading.
    public init(_ reading: SweepReading) {
        experiment = reading.experiment
        name = reading.sweep.name
        state = reading.state
        method = reading.sweep.method.name
        scheduler = reading.sweep.scheduler.name
        objective = reading.sweep.objective
        seeds = reading.sweep.seeds
        planned = reading.planned
        if let row = reading.table.best, let mean = row.mean {
            best = Best(
                number: row.number, parameters: row.assignment.byPath, mean: mean, deviation: row.deviation,
                count: row.values.count, run: reading.table.bestTrial?.id.map { "trials/\($0)" })
        }
        trials = reading.trials.map { trial in
            Trial(
                id: trial.id, number: trial.key.number, seed: trial.key.seed, state: reading.standing(trial),
                parameters: trial.assignment.byPath, objective: Measure(reading.sweep.value(trial) ?? .nan),
                run: trial.id.map { "trials/\($0)" }, seconds: trial.ending?.seconds, attempts: trial.attempts,
                epochs: trial.epoch, error: trial.ending?.error)
        }
    }
}

extension Assignment {
    /// The values by path.
    var byPath: [String: SweepValue] { Dictionary(settings.map { ($0.path, $0.value) }) { first, _ in first } }
}
