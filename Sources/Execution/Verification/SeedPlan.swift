import Diagnostics
import Plan
import Results
import Training

/// A seed to run, and what decides the bytes of its run.
public struct SeedPlan: Hashable, Sendable {
    /// Where the run's randomness begins.
    public let seed: Int
    /// The hash of its plan, as `run.json` has it.
    let planSha256: String
    /// The identity of its lock: runs of one identity leave the same bytes, and one stands for the other.
    let identity: String

    /// The seeds of plans that differ in their seeds alone: the data and weights files of all of them are those of the first.
    ///
    /// - Throws: `.diagnostic` where data cannot be read; `.interrupted`.
    public static func all(
        _ plans: [Plan], settings: RunSettings, isInterrupted: () -> Bool
    ) throws(TrainingFailure) -> [SeedPlan] {
        guard let first = plans.first else { return [] }
        var lock = try RunInputs(of: first, settings: settings, isInterrupted: isInterrupted).lock
        var seeds: [SeedPlan] = []
        for plan in plans {
            lock.planSha256 = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try Executor.hash(of: plan) }
            seeds.append(SeedPlan(seed: plan.seed, planSha256: lock.planSha256, identity: lock.identity))
        }
        return seeds
    }
}
