import Plan

extension PopulationBasedTraining: WatchingScheduler {
    static let declaration: Declaration<Watching<PopulationBasedTraining>> = Declaration(
        kind: kind, elsewhere: ["population_based_training", "pb2"], start: Watching(PopulationBasedTraining(watch: nil)),
        "Population based training: now and then the worst trials go on from the checkpoints of the best, with other values."
    ) {
        Field("interval", \.scheduler.interval, .integer(1...1_000_000), "Epochs between comparisons.")
        Field(
            "quantile", \.scheduler.quantile, .number(Bounds(least: 0, most: 0.5, excludesLeast: true)),
            "The share of the trials that is replaced, and the share that replaces it.")
        Field(
            "resample_probability", \.scheduler.resampleProbability, .number(.within(0...1)),
            "The chance that a value is drawn anew instead of being changed a little.")
        Field<Watching<PopulationBasedTraining>>.watch()
    }
}
