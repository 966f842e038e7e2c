import Diagnostics
import Experiment
import Network
import Plan
import Sweeping

/// How much work a sweep is.
struct SweepSize {
    /// The number of points; of a large grid with constraints or conditions at most so many.
    let points: Int
    /// The number of trials: each point with each seed.
    let trials: Int
    /// Whether it is the number itself and not an upper bound.
    let isExact: Bool

    /// The most trials that are begun without being asked again.
    static let usual = 1_000_000

    init(_ plan: SweepPlan) {
        let chosen: Int
        if plan.parameters.isEmpty {
            (chosen, isExact) = (0, true)
        } else if let trials = plan.trials {
            (chosen, isExact) = (trials, true)
        } else {
            let all = Limits.product(plan.parameters.map { $0.domain.count ?? 1 })
            let isPlain = plan.constraints.isEmpty && plan.parameters.allSatisfy { $0.conditions.isEmpty }
            isExact = isPlain || all <= SearchSpace.countable
            chosen = isPlain ? all : SearchSpace(plan).gridCount ?? all
        }
        points = Limits.sum([chosen, plan.extraTrials.count])
        trials = Limits.product([points, plan.seeds.count])
    }

    /// What to say before so many trials are begun; nil for a usual number.
    func objection(at place: Place?) -> Diagnostic? {
        guard trials > Self.usual else { return nil }
        return Diagnostic(
            "too-many-trials",
            "this sweep has \(ReadableNumber.grouped(trials)) trials, more than \(ReadableNumber.grouped(Self.usual))",
            at: place?.position, length: place?.length ?? 1,
            help: ["draw some of the points: method: random, with trials: 100", "or say --yes to begin all the same"],
            outcome: .usage)
    }
}
