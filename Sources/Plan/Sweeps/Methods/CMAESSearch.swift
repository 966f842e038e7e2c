/// The covariance matrix adaptation evolution strategy, for numbers of intervals (Hansen 2016).
public struct CMAESSearch: SweepMethodKind {
    /// The kind's name.
    public static let kind = "cma_es"
    /// Points of one generation, all of which can be tried at once; nil goes by the number of parameters: 4 + floor(3 ln n).
    public var populationSize: Int?
    /// The first step size, as a share of each interval.
    public var sigma: Double
    /// Creates the method.
    public init(populationSize: Int? = nil, sigma: Double = 0.3) {
        self.populationSize = populationSize
        self.sigma = sigma
    }
}
