import Plan

/// What each kind of scheduler does.
public enum Schedulers {
    /// The scheduler of a sweep; nil where none ends a trial early.
    public static func make(_ plan: SweepPlan) -> (any TrialScheduler)? {
        guard let watch = plan.scheduler.value.watch else { return nil }
        switch plan.scheduler.value {
        case let kind as MedianStopping: return MedianRule(kind, epochs: watch.epochs)
        case let kind as ASHA: return HalvingRule(kind, epochs: watch.epochs)
        case let kind as Hyperband: return HyperbandRule(kind, epochs: watch.epochs)
        case let kind as PopulationBasedTraining: return PopulationRule(kind, epochs: watch.epochs, plan: plan)
        default: return nil
        }
    }
}
