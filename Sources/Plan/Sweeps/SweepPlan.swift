import Network

/// The sweep of an experiment, resolved: which values to try, in what order, and what is better.
///
/// A trial's own plan knows nothing of it: a trial is the experiment with some settings.
public struct SweepPlan: Codable, Hashable, Sendable {
    /// The form of this value in files.
    public var schema = "sweep-plan/1"
    /// The sweep's name: its folder under `Results/<experiment>/sweeps/`.
    public var name: String
    /// How points are chosen.
    public var method: OneOf<SweepMethodFamily>
    /// What ends trials early.
    public var scheduler: OneOf<SchedulerFamily>
    /// The number of points to choose beside `extraTrials`; nil for a grid: all of it.
    public var trials: Int?
    /// What is measured of a trial.
    public var objective: SweepObjective
    /// What varies, in the order of the file.
    public var parameters: [SweepParameter]
    /// What must hold of every point that is chosen.
    public var constraints: [SweepConstraint]
    /// Points that are tried before the others, whatever the method: settings by path, in the order of the file.
    public var extraTrials: [[SweepSetting]]
    /// The seeds that each point is run with, without repetition; at least one.
    public var seeds: [Int]
    /// Where the randomness of the method begins.
    public var seed: Int
    /// On what it runs; it changes no decision.
    public var resources: SweepResources

    /// Creates a sweep.
    public init(
        name: String, method: OneOf<SweepMethodFamily>, scheduler: OneOf<SchedulerFamily>, trials: Int?,
        objective: SweepObjective, parameters: [SweepParameter], constraints: [SweepConstraint] = [],
        extraTrials: [[SweepSetting]] = [], seeds: [Int], seed: Int, resources: SweepResources = SweepResources()
    ) {
        self.name = name
        self.method = method
        self.scheduler = scheduler
        self.trials = trials
        self.objective = objective
        self.parameters = parameters
        self.constraints = constraints
        self.extraTrials = extraTrials
        self.seeds = seeds
        self.seed = seed
        self.resources = resources
    }
}

/// What is measured of a trial, and which way is better.
public struct SweepObjective: Codable, Hashable, Sendable {
    /// Which epoch of a training counts.
    public enum Epoch: String, Codable, Hashable, Sendable, CaseIterable {
        /// The best one.
        case best
        /// The last one.
        case last
    }

    /// The id of the step that measures it.
    public var step: String
    /// The name in the step's metrics.
    public var metric: String
    /// Which way is better.
    public var mode: MonitorMode
    /// Which epoch counts; of no meaning for a step without epochs.
    public var epoch: Epoch

    /// Creates an objective.
    public init(step: String, metric: String, mode: MonitorMode, epoch: Epoch = .best) {
        self.step = step
        self.metric = metric
        self.mode = mode
        self.epoch = epoch
    }

    /// A value such that lower is better.
    public func cost(_ value: Double) -> Double { mode == .min ? value : -value }
}

/// On what a sweep runs; nothing of it changes a number.
public struct SweepResources: Codable, Hashable, Sendable {
    /// Trials at once on one machine; nil lets a measurement choose.
    public var workers: Int?
    /// The most memory of one trial, in bytes; nil shares the machine's among the workers.
    public var memoryBytes: Int?
    /// What Slurm is asked for.
    public var slurm: SlurmResources

    /// Creates resources.
    public init(workers: Int? = nil, memoryBytes: Int? = nil, slurm: SlurmResources = SlurmResources()) {
        self.workers = workers
        self.memoryBytes = memoryBytes
        self.slurm = slurm
    }
}

/// What Slurm is asked for, for each element of an array.
public struct SlurmResources: Codable, Hashable, Sendable {
    /// The partition; nil leaves it to Slurm.
    public var partition: String?
    /// The account; nil leaves it to Slurm.
    public var account: String?
    /// The time limit in minutes; nil leaves it to Slurm.
    public var minutes: Int?
    /// Processors.
    public var cpus: Int
    /// Memory in bytes; nil leaves it to Slurm.
    public var memoryBytes: Int?
    /// The most elements at once.
    public var arrayWidth: Int?
    /// Further lines for the batch script, each as it follows `#SBATCH `.
    public var options: [String]

    /// Creates a request.
    public init(
        partition: String? = nil, account: String? = nil, minutes: Int? = nil, cpus: Int = 1, memoryBytes: Int? = nil,
        arrayWidth: Int? = nil, options: [String] = []
    ) {
        self.partition = partition
        self.account = account
        self.minutes = minutes
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.arrayWidth = arrayWidth
        self.options = options
    }
}
