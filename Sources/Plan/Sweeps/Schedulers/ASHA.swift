/// Asynchronous successive halving: at each rung only the best share of the trials before goes on (Li et al. 2020), as a stopping rule.
public struct ASHA: SchedulerKind {
    /// The kind's name.
    public static let kind = "asha"
    /// What is compared.
    public var watch: SchedulerWatch?
    /// Epochs before the first rung.
    public var minEpochs: Int
    /// One of this many goes on, and each rung is this many times as far as the one before.
    public var reductionFactor: Int
    /// How many trials are judged without knowledge of each other, and so the most that go on at once without waiting.
    public var parallel: Int
    /// Creates the scheduler.
    public init(watch: SchedulerWatch?, minEpochs: Int = 1, reductionFactor: Int = 3, parallel: Int = 4) {
        self.watch = watch
        self.minEpochs = minEpochs
        self.reductionFactor = reductionFactor
        self.parallel = parallel
    }
}
