/// Population based training: now and then the worst trials go on from the checkpoints of the best, with other values (Jaderberg et al. 2017).
///
/// All trials of the sweep are the population.
public struct PopulationBasedTraining: SchedulerKind {
    /// The kind's name.
    public static let kind = "pbt"
    /// What is compared.
    public var watch: SchedulerWatch?
    /// Epochs between comparisons.
    public var interval: Int
    /// The share of the population that is replaced, and the share that replaces it; at most a half.
    public var quantile: Double
    /// The chance that a value is drawn anew instead of being changed a little.
    public var resampleProbability: Double
    /// Creates the scheduler.
    public init(watch: SchedulerWatch?, interval: Int = 1, quantile: Double = 0.25, resampleProbability: Double = 0.25) {
        self.watch = watch
        self.interval = interval
        self.quantile = quantile
        self.resampleProbability = resampleProbability
    }
}
