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
        let space = SearchSpace(plan)
        let chosen = plan.parameters.isEmpty ? 0 : plan.trials ?? space.gridCount ?? 0
        let isPlain = plan.constraints.isEmpty && plan.parameters.allSatisfy { $0.conditions.isEmpty }
        let combinations = Limits.product(plan.parameters.map { $0.domain.count ?? 1 })
        isExact = plan.trials != nil || isPlain || combinations <= SearchSpace.countable
        points = Limits.sum([chosen, plan.extraTrials.count - Self.repeated(plan, space, count: chosen)])
        trials = Limits.product([points, plan.seeds.count])
    }

    /// How many extra trials of a grid are points of it: they are not tried again.
    private static func repeated(_ plan: SweepPlan, _ space: SearchSpace, count: Int) -> Int {
        guard plan.trials == nil, !plan.extraTrials.isEmpty, count <= 1_000_000 else { return 0 }
        let extra = Set(plan.extraTrials.map { Assignment($0).key })
        return space.gridPoints().reduce(0) { $0 + (extra.contains($1.key) ? 1 : 0) }
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
