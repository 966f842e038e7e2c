import Plan
import Randomness

/// The ways to choose points, from a plan.
public enum Samplers {
    /// The sampler that a plan asks for.
    ///
    /// All of its randomness begins at the plan's `seed`.
    public static func make(_ plan: SweepPlan) -> any Sampler {
        let space = SearchSpace(plan)
        let key = RandomKey(seed: UInt64(bitPattern: Int64(plan.seed)))
        return switch plan.method.value {
        case is RandomSearch: RandomSampler(space, key: key.with(RandomSearch.kind))
        case is SobolSearch: SobolSampler(space, extra: plan.extraTrials.map(Assignment.init), key: key.with(SobolSearch.kind))
        case let method as TPESearch: TPESampler(space, method, key: key.with(TPESearch.kind))
        case let method as CMAESSearch: CMAESSampler(space, method, key: key.with(CMAESSearch.kind))
        default: GridSampler(space)
        }
    }
}
