/// Ends a trial whose best value so far is worse than the median of the running averages of the trials before it (Golovin et al. 2017).
public struct MedianStopping: SchedulerKind {
    /// The kind's name.
    public static let kind = "median"
    /// What is compared.
    public var watch: SchedulerWatch?
    /// Epochs before the first comparison.
    public var minEpochs: Int
    /// Epochs between comparisons.
    public var interval: Int
    /// The trials that must have come to an epoch before others are compared with them there.
    public var startupTrials: Int
    /// How many trials are judged without knowledge of each other, and so the most that go on at once without waiting.
    public var parallel: Int
    /// Creates the scheduler.
    public init(watch: SchedulerWatch?, minEpochs: Int = 1, interval: Int = 1, startupTrials: Int = 5, parallel: Int = 4) {
        self.watch = watch
        self.minEpochs = minEpochs
        self.interval = interval
        self.startupTrials = startupTrials
        self.parallel = parallel
    }
}
