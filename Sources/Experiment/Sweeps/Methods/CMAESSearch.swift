import Plan

extension CMAESSearch: Declared {
    static let declaration: Declaration<CMAESSearch> = Declaration(
        kind: kind, elsewhere: ["cma", "cmaes", "cma-es"], start: CMAESSearch(),
        "The covariance matrix adaptation evolution strategy, for numbers of intervals."
    ) {
        Field(
            "population_size", \.populationSize, .optional(.integer(2...10_000)),
            "Points of one generation, all of which can be tried at once; by the number of parameters where not written.")
        Field(
            "sigma", \.sigma, .number(Bounds(least: 0, most: 1, excludesLeast: true)),
            "The first step, as a share of each interval.")
    }
}
