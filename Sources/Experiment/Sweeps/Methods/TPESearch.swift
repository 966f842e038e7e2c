import Plan

extension TPESearch: Declared {
    static let declaration: Declaration<TPESearch> = Declaration(
        kind: kind, elsewhere: ["bayes", "bayesian", "bayesian_optimization", "optuna", "hyperopt"], start: TPESearch(),
        "The tree-structured Parzen estimator: points where good trials are dense and bad ones are not."
    ) {
        Field("startup_trials", \.startupTrials, .integer(1...1_000_000), "The first points, which are drawn at random.")
        Field(
            "candidates", \.candidates, .integer(1...10_000), "The candidates of which the most promising becomes the next point."
        )
        Field(
            "parallel", \.parallel, .integer(1...1024),
            "How many points are chosen without knowledge of each other's results: the most that are tried at once.")
    }
}
