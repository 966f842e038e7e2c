/// Brackets of successive halving that begin with more trials or with more epochs (Li et al. 2018).
public struct Hyperband: SchedulerKind {
    /// The kind's name.
    public static let kind = "hyperband"
    /// What is compared.
    public var watch: SchedulerWatch?
    /// Epochs before the first rung of the bracket that begins with the most trials.
    public var minEpochs: Int
    /// One of this many goes on, and each rung is this many times as far as the one before.
    public var reductionFactor: Int
    /// Creates the scheduler.
    public init(watch: SchedulerWatch?, minEpochs: Int = 1, reductionFactor: Int = 3) {
        self.watch = watch
        self.minEpochs = minEpochs
        self.reductionFactor = reductionFactor
    }
}
