import Plan

extension MedianStopping: WatchingScheduler {
    static let declaration: Declaration<Watching<MedianStopping>> = Declaration(
        kind: kind, elsewhere: ["median_stopping", "medianstopping", "median_pruner"],
        start: Watching(MedianStopping(watch: nil)),
        "Ends a trial whose best value is worse than the median of the averages of the trials before it."
    ) {
        Field("min_epochs", \.scheduler.minEpochs, .integer(1...1_000_000), "Epochs before the first comparison.")
        Field("interval", \.scheduler.interval, .integer(1...1_000_000), "Epochs between comparisons.")
        Field(
            "startup_trials", \.scheduler.startupTrials, .integer(1...1_000_000),
            "The trials that must have come to an epoch before others are compared with them there.")
        Field("parallel", \.scheduler.parallel, .integer(1...1024), "How many trials are judged without knowledge of each other.")
        Field<Watching<MedianStopping>>.watch()
    }
}
