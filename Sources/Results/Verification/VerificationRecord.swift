import Plan

/// `verify.json`: what the runs of one experiment over several seeds measured, and where its published figures fall.
public struct VerificationRecord: Codable, Hashable, Sendable {
    /// The form of this file.
    public var schema = "verify/1"
    /// The experiment's name.
    public var experiment: String
    /// When it ended, ISO 8601 with seconds, UTC.
    public var finished: String
    /// What computed.
    public var engine: String
    /// The instruction sets that the engine computed with, by what used them.
    public var instructionSets: [String: String]
    /// Versions of this program and of the libraries under it, by name.
    public var versions: [String: String]
    /// One a seed, in order.
    public var seeds: [SeedRecord]
    /// One a claim, in the order of the file.
    public var claims: [ClaimVerdict]

    /// Creates a record of what some seeds gave.
    public init(
        plan: Plan, engine: String, instructionSets: [String: String], versions: [String: String], finished: String,
        seeds: [SeedRecord]
    ) {
        experiment = plan.name
        self.finished = finished
        self.engine = engine
        self.instructionSets = instructionSets
        self.versions = versions
        self.seeds = seeds
        claims = plan.claims.enumerated().map { index, claim in ClaimVerdict(claim, seeds: seeds, number: index) }
    }

    /// Whether every claim could be judged and agrees with the runs.
    public var holds: Bool { claims.allSatisfy { $0.verdict == .inside } }
}

/// What the run of one seed gave.
public struct SeedRecord: Codable, Hashable, Sendable {
    /// The seed.
    public var seed: Int
    /// The folder of its run beside that of the verification; absent where none was made.
    public var run: String?
    /// How the run ended.
    public var status: RunRecord.Status
    /// Whether it had been done before.
    public var isReused: Bool
    /// How long the run took.
    public var seconds: Double
    /// What it measured, a value a claim, in the order of the file; null where there is none.
    public var values: [Measure]
    /// Why it has no values, where it has none.
    public var error: String?

    /// Creates a record.
    public init(
        seed: Int, run: String? = nil, status: RunRecord.Status, isReused: Bool = false, seconds: Double = 0,
        values: [Measure], error: String? = nil
    ) {
        self.seed = seed
        self.run = run
        self.status = status
        self.isReused = isReused
        self.seconds = seconds
        self.values = values
        self.error = error
    }

    /// What a completed run says of a plan's claims.
    public init(seed: Int, record: RunRecord, claims: [ClaimPlan], isReused: Bool) {
        let isDone = record.status == .completed
        self.init(
            seed: seed, run: record.runId, status: record.status, isReused: isReused, seconds: record.seconds,
            values: claims.map { isDone ? record.metrics[$0.step]?[$0.metric] ?? Measure(.nan) : Measure(.nan) },
            error: isDone ? nil : record.errors.first)
    }
}
