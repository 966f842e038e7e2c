/// The tree-structured Parzen estimator, multivariate (Bergstra et al. 2011; Falkner et al. 2018).
public struct TPESearch: SweepMethodKind {
    /// The kind's name.
    public static let kind = "tpe"
    /// The first points, which are drawn at random.
    public var startupTrials: Int
    /// The candidates of which the most promising becomes the next point.
    public var candidates: Int
    /// How many points are chosen without knowledge of each other's results, and so the most that can be tried at once. It decides
    /// which points come, and the number of workers does not.
    public var parallel: Int
    /// Creates the method.
    public init(startupTrials: Int = 10, candidates: Int = 24, parallel: Int = 4) {
        self.startupTrials = startupTrials
        self.candidates = candidates
        self.parallel = parallel
    }
}
