/// What `assay bench` measured: `{"schema": "bench/1", …}`. Times are milliseconds.
public struct BenchmarkRecord: Codable, Hashable, Sendable {
    /// The form of this record.
    public var schema = "bench/1"
    /// The experiment's name.
    public var experiment: String
    /// The engine's name.
    public var engine: String
    /// The instruction sets that it computes with, by what uses them; empty where results do not depend on them.
    public var instructionSets: [String: String]
    /// The threads that compute.
    public var threads: Int
    /// A record a training, in the order of the plan.
    public var steps: [Step] = []

    /// Creates a record of nothing yet.
    public init(experiment: String, engine: String, instructionSets: [String: String], threads: Int) {
        self.experiment = experiment
        self.engine = engine
        self.instructionSets = instructionSets
        self.threads = threads
    }

    /// The training step of one training of the experiment.
    public struct Step: Codable, Hashable, Sendable {
        /// The id of the step of the plan.
        public var id: String
        /// The model's name.
        public var model: String
        /// Images a step.
        public var images: Int
        /// The number of frozen layers.
        public var frozen: Int
        /// A whole training step.
        public var msMedian: Double
        /// The shortest.
        public var msMin: Double
        /// The evaluation of a batch.
        public var evaluateMsMedian: Double
        /// Operations of the definition, multiplications and additions, of a training step in GFLOP per second of its median.
        public var gflops: Double
        /// What no layer takes: the optimizer, and all around the step. Absent where the engine does not tell by layer.
        public var restMs: Double?
        /// Bytes of the step's buffers, parameters aside; absent where the engine does not tell.
        public var programBytes: Int?
        /// The most memory that the process has held when the step was done, what was measured before it included; absent where the
        /// system does not tell.
        public var peakBytes: Int?
        /// Where the time goes, in the network's order; empty where the engine does not tell.
        public var layers: [Layer] = []
    }

    /// What a layer takes of a training step.
    public struct Layer: Codable, Hashable, Sendable {
        /// Its name; `input` is the copy of the batch.
        public var name: String
        /// Its kind: `Conv2D`; empty for the input.
        public var kind: String
        /// Whether it is frozen.
        public var isFrozen: Bool
        /// The forward pass; the head's loss counts with the last layer.
        public var forwardMs: Double
        /// Gradients, and what the step changes besides what the optimizer does.
        public var backwardMs: Double
        /// Operations of the definition, forward and backward, in GFLOP per second; absent where none are worth counting.
        public var gflops: Double?
        /// The part of the step's time, 0 to 1.
        public var share: Double
        /// The calls, in their order; none where another layer's calls do this layer's work.
        public var calls: [Call]
    }

    /// One call of a layer.
    public struct Call: Codable, Hashable, Sendable {
        /// What it does.
        public var name: String
        /// Who does it.
        public var kernel: String
        /// Its median.
        public var ms: Double
    }
}
