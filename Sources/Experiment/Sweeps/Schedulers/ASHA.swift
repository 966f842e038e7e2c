import Plan

extension ASHA: WatchingScheduler {
    static let declaration: Declaration<Watching<ASHA>> = Declaration(
        kind: kind, elsewhere: ["async_hyperband", "successive_halving", "asynchyperband"], start: Watching(ASHA(watch: nil)),
        "Asynchronous successive halving: at each rung only the best share of the trials before goes on."
    ) {
        Field("min_epochs", \.scheduler.minEpochs, .integer(1...1_000_000), "Epochs before the first rung.")
        Field(
            "reduction_factor", \.scheduler.reductionFactor, .integer(2...1000),
            "One of this many goes on, and each rung is this many times as far as the one before.")
        Field("parallel", \.scheduler.parallel, .integer(1...1024), "How many trials are judged without knowledge of each other.")
        Field<Watching<ASHA>>.watch()
    }
}
