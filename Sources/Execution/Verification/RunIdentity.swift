import Diagnostics
import Plan
import Results

/// What decides a run's numbers: two runs that agree in it measure the same, so that one can stand for the other.
public struct RunIdentity: Hashable, Sendable {
    private var plan: String
    private var seed: Int
    private var engine: String
    private var instructionSets: [String: String]
    private var versions: [String: String]

    /// The identity of a run that a plan and settings would make.
    public init(of plan: Plan, settings: RunSettings) throws(Diagnostic) {
        self.plan = try Executor.hash(of: plan)
        seed = plan.seed
        engine = settings.engine.name
        instructionSets = settings.engine.instructionSets
        versions = settings.versions
    }

    /// The identity of a run that was made; nil where it ended before that was known.
    init?(of record: RunRecord) {
        guard let plan = record.planSha256, let engine = record.engine else { return nil }
        self.plan = plan
        seed = record.seed
        self.engine = engine
        instructionSets = record.instructionSets ?? [:]
        versions = record.versions
    }
}
