import Plan
import Results

/// The points of a sweep, the best first: what was measured of each over the seeds, and how it differs from the best.
///
/// It depends on the trials alone, not on their order.
public struct SweepTable: Sendable {
    /// Where a point stands; in this order in the table.
    public enum Standing: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
        /// Every seed has a value.
        case completed
        /// Some seeds have a value, the others failed or are still to come.
        case partial
        /// The scheduler ended it.
        case pruned
        /// Somebody is at it, and no seed has a value.
        case running
        /// Nobody is at it, and no seed has a value.
        case waiting
        /// No seed has a value, and none will.
        case failed

        /// In the order of the table.
        public static func < (a: Self, b: Self) -> Bool {
            (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
        }
    }

    /// What a seed measured.
    public struct Value: Hashable, Sendable {
        /// The seed.
        public var seed: Int
        /// The objective.
        public var value: Double
    }

    /// One point.
    public struct Row: Hashable, Sendable {
        /// Its number in the sweep, from 0.
        public var number: Int
        /// Its values.
        public var assignment: Assignment
        /// Where it stands.
        public var standing: Standing
        /// Its trials, by seed.
        public var trials: [TrialState]
        /// The objective of each seed that completed, by seed.
        public var values: [Value]
        /// The mean of the values; of a pruned point what it was ended with, where that is the objective; nil where there is none.
        public var mean: Double?
        /// The standard deviation over the seeds, by n - 1; nil for fewer than two.
        public var deviation: Double?
        /// The time of all its trials, in seconds.
        public var seconds: Double
        /// How it differs from the best point, over the seeds that both have; nil where they are fewer than two, and for the best itself.
        public var difference: PairedDifference?

        /// The least and the greatest value.
        public var range: ClosedRange<Double>? {
            guard let low = values.map(\.value).min(), let high = values.map(\.value).max() else { return nil }
            return low...high
        }

        /// The epoch after which it was ended or left; 0 where it was not.
        public var epoch: Int { trials.map(\.epoch).max() ?? 0 }

        /// What went wrong first, by seed.
        public var error: String? { trials.lazy.compactMap { $0.ending?.error }.first }
    }

    /// What is measured.
    public let objective: SweepObjective
    /// The seeds of each point.
    public let seeds: [Int]
    /// Everything that any point sets, in the order of the file.
    public let parameters: [String]
    /// The points, the best first.
    public let rows: [Row]

    /// The table of some trials.
    ///
    /// - Parameter isClaimed: Whether somebody is at a trial now.
    public init(_ sweep: SweepPlan, trials: [TrialState], isClaimed: (TrialKey) -> Bool) {
        objective = sweep.objective
        seeds = sweep.seeds
        parameters = Self.parameters(sweep, trials)
        let points = Dictionary(grouping: trials, by: \.key.number)
        var rows = points.map { number, trials in
            Self.row(number, trials.sorted { $0.key < $1.key }, sweep, isClaimed)
        }
        let objective = objective
        rows.sort { a, b in
            if a.standing != b.standing { return a.standing < b.standing }
            // What was ended at different epochs cannot be compared: who came farther comes first.
            if a.standing == .pruned, a.epoch != b.epoch { return a.epoch > b.epoch }
            let (first, second) = (a.mean.map(objective.cost) ?? .infinity, b.mean.map(objective.cost) ?? .infinity)
            return first == second ? a.number < b.number : first < second
        }
        if let best = rows.first, best.values.count >= 2 {
            let reference = Dictionary(best.values.map { ($0.seed, $0.value) }) { first, _ in first }
            for index in rows.indices.dropFirst() where !rows[index].values.isEmpty {
                rows[index].difference = PairedDifference(
                    rows[index].values.compactMap { entry in reference[entry.seed].map { ($0, entry.value) } })
            }
        }
        self.rows = rows
    }

    /// The best point; nil where no seed of any point has a value.
    public var best: Row? { rows.first.flatMap { $0.values.isEmpty ? nil : $0 } }

    /// The trial that stands for the best point: that of its first seed with a value, which nobody has picked for its luck.
    public var bestTrial: TrialState? {
        guard let best else { return nil }
        let order = seeds + best.values.map(\.seed)
        let seed = order.first { seed in best.values.contains { $0.seed == seed } }
        return best.trials.first { $0.key.seed == seed }
    }

    /// The parameters that not all points have the same value of.
    public var varying: [String] {
        let varying = parameters.filter { path in
            let first = rows.first?.assignment[path]
            return rows.contains { $0.assignment[path] != first }
        }
        return varying.isEmpty ? parameters : varying
    }

    private static func parameters(_ sweep: SweepPlan, _ trials: [TrialState]) -> [String] {
        var seen = Set<String>()
        var paths = sweep.parameters.map(\.path).filter { seen.insert($0).inserted }
        for setting in sweep.extraTrials.joined() where seen.insert(setting.path).inserted { paths.append(setting.path) }
        // An earlier definition of the sweep may have had others.
        for setting in trials.lazy.flatMap(\.assignment.settings) where seen.insert(setting.path).inserted {
            paths.append(setting.path)
        }
        return paths
    }

    private static func row(_ number: Int, _ trials: [TrialState], _ sweep: SweepPlan, _ isClaimed: (TrialKey) -> Bool) -> Row {
        let values = trials.compactMap { trial -> Value? in
            guard trial.ending?.outcome == .completed, let value = trial.ending?.objective, value.isFinite else { return nil }
            return Value(seed: trial.key.seed, value: value)
        }
        let outcomes = trials.map { $0.ending?.outcome }
        let measured = Set(values.map(\.seed))
        let standing: Standing =
            if !values.isEmpty {
                sweep.seeds.allSatisfy(measured.contains) ? .completed : .partial
            } else if outcomes.contains(.pruned) {
                .pruned
            } else if trials.contains(where: { isClaimed($0.key) }) {
                .running
            } else {
                outcomes.contains(nil) ? .waiting : .failed
            }
        let distribution = Distribution(values.map(\.value))
        let pruned = trials.first { $0.ending?.outcome == .pruned }.flatMap(sweep.value)
        return Row(
            number: number, assignment: trials.first?.assignment ?? Assignment([]), standing: standing, trials: trials,
            values: values, mean: distribution?.mean ?? values.first?.value ?? pruned,
            deviation: distribution?.deviation, seconds: trials.reduce(0) { $0 + ($1.ending?.seconds ?? 0) })
    }
}

extension SweepPlan {
    /// What is known of the objective of a trial: what it measured; of a pruned one the value that it was ended with, where the scheduler
    /// watches the objective itself.
    func value(_ trial: TrialState) -> Double? {
        guard let ending = trial.ending, let value = ending.objective, value.isFinite else { return nil }
        let watch = scheduler.value.watch
        let isSame = watch?.step == objective.step && watch?.metric == objective.metric
        return ending.outcome == .completed || (ending.outcome == .pruned && isSame) ? value : nil
    }
}
