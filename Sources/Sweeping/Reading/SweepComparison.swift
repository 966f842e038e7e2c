import Plan
import Results

/// The points of a sweep beside each other: what `assay compare` says of it, for scripts.
public struct SweepComparison: Codable, Hashable, Sendable {
    /// One point.
    public struct Point: Codable, Hashable, Sendable {
        /// Its number in the sweep, from 0.
        public var number: Int
        /// Where it stands.
        public var state: SweepTable.Standing
        /// Its settings, by path.
        public var parameters: [String: SweepValue]
        /// The seeds that have a value.
        public var seeds: [Int]
        /// The mean over the seeds; of a pruned point the value that it was ended with; null where there is none.
        public var mean: Measure
        /// The standard deviation over the seeds, by n - 1; absent for fewer than two.
        public var deviation: Double?
        /// The least and the greatest value; absent where there is none.
        public var least, most: Double?
        /// The time of all its trials, in seconds.
        public var seconds: Double
        /// The last epoch after which it was judged; 0 where it was not.
        public var epochs: Int
        /// How it differs from the best point, over the seeds that both have; absent where those are fewer than two.
        public var difference: PairedDifference?
        /// Whether the seeds' noise explains that difference; absent as it is.
        public var isNoise: Bool?
        /// What went wrong; absent where nothing did.
        public var error: String?
    }

    /// How much the objective depends on a parameter.
    public struct Importance: Codable, Hashable, Sendable {
        /// Its path.
        public var parameter: String
        /// Its share of the variance.
        public var share: Double

        /// Creates one.
        public init(parameter: String, share: Double) {
            self.parameter = parameter
            self.share = share
        }
    }

    /// The form of this value.
    public var schema = "compare/1"
    /// The experiment's name.
    public var experiment: String
    /// The sweep's name.
    public var name: String
    /// Where it stands.
    public var state: SweepReading.State
    /// What is measured.
    public var objective: SweepObjective
    /// The points, the best first.
    public var points: [Point]
    /// What the objective depends on, the most important first; empty where too little is known.
    public var importance: [Importance]

    /// The comparison of a reading.
    public init(_ reading: SweepReading, importance: [Importance]) {
        experiment = reading.experiment
        name = reading.sweep.name
        state = reading.state
        objective = reading.sweep.objective
        points = reading.table.rows.map { row in
            Point(
                number: row.number, state: row.standing, parameters: row.assignment.byPath, seeds: row.values.map(\.seed),
                mean: Measure(row.mean ?? .nan), deviation: row.deviation, least: row.range?.lowerBound,
                most: row.range?.upperBound, seconds: row.seconds, epochs: row.epoch, difference: row.difference,
                isNoise: row.difference?.isNoise, error: row.error)
        }
        self.importance = importance
    }
}
