import Network
import Plan

/// `sweep:` as written: which values to try, in what order, and what is better.
public struct SweepSpec: Sendable {
    /// The sweep's name.
    @Located public var name = "default"
    /// How points are chosen; nil is the grid.
    public var method: Written<OneOf<SweepMethodFamily>>?
    /// What ends trials early; nil is nothing.
    public var scheduler: SchedulerSpec?
    /// The number of points to choose.
    @Located public var trials: Int?
    /// What is measured of a trial.
    @Located public var objective: ObjectiveSpec?
    /// What varies, in the order of the file.
    @Located public var parameters: [Located<SweepParameterSpec>] = []
    /// What must hold of every point that is chosen.
    public var constraints: [Located<String>] = []
    /// Points that are tried before the others.
    public var extraTrials: [Located<[SweepSettingSpec]>] = []
    /// The seeds that each point is run with; nil is the file's own.
    @Located public var seeds: SeedsSpec?
    /// Where the randomness of the method begins; nil is the file's.
    @Located public var seed: Int?
    /// Trials at once on one machine.
    @Located public var workers: Int?
    /// The most memory of one trial, in bytes; 0 sets no limit.
    @Located public var memory: Int?
    /// What Slurm is asked for.
    @Located public var slurm = SlurmResources()
}

extension SweepSpec: Declared {
    static let declaration: Declaration<SweepSpec> = Declaration(
        thing: "a sweep", start: SweepSpec(), "Which values to try, in what order, and what is better."
    ) {
        Field("name", \.$name, .name("a name"), "The sweep's name: its folder under Results/<experiment>/sweeps.")
        Field(
            "method", \.method, .some(Kinds.methods.type), formerly: ["sampler", "algorithm", "search_alg", "search_algorithm"],
            "How points are chosen; grid where not written.")
        Field(
            "scheduler", \.scheduler, .some(Kinds.schedulers.type), formerly: ["pruner", "early_terminate"],
            "What ends trials early; nothing where not written.")
        Field(
            "trials", \.$trials, .optional(.integer(1...)),
            formerly: ["n_trials", "num_trials", "max_trials", "num_samples", "run_cap", "count"],
            "The number of points to choose, beside extra_trials; a grid has none, as it takes all.")
        Field(
            "objective", \.$objective,
            .some(.mapping({ ObjectiveSpec.declaration }, name: "objective", noun: "an objective", mergesWithBase: true)),
            required: true, formerly: ["metric", "goal"], "What is measured of a trial, and which way is better.")
        Field(
            "parameters", \.$parameters, .sweepParameters, formerly: ["params", "param_space", "search_space", "space"],
            "What varies: parameters of the file, or any place of it by its path, each with the values it may have.")
        Field(
            "constraints", \.constraints, .locatedList(of: .text), examples: [["filters * units <= 65536"]],
            "What must hold of every point that is chosen: comparisons, with +, -, *, /, and, or, not.")
        Field(
            "extra_trials", \.extraTrials, .extraTrials, examples: [[["dropout": 0.2]]],
            "Points that are tried before the others, whatever the method.")
        Field(
            "seeds", \.$seeds, .some(.seeds), examples: [3, [1, 2, 3]],
            "The seeds that each point is run with: how many from the file's on, or a list of them.")
        Field("seed", \.$seed, .some(.seed), "Where the randomness of the method begins; the file's seed where not written.")
        Field(
            "workers", \.$workers, .optional(.integer(1...1024)), formerly: ["n_jobs", "max_concurrent_trials"],
            "Trials at once on one machine; measured where not written.")
        Field("memory", \.$memory, .some(.byteCount), "The most memory of one trial; the machine's is shared where not written.")
        Field(
            "slurm", \.$slurm,
            .mapping(
                { SlurmResources.declaration }, name: "slurm", noun: "a mapping of what Slurm is asked for", mergesWithBase: true),
            "What Slurm is asked for, for each element of an array.")
    }
}
