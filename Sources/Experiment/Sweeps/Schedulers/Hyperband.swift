import Plan

extension Hyperband: WatchingScheduler {
    static let declaration: Declaration<Watching<Hyperband>> = Declaration(
        kind: kind, start: Watching(Hyperband(watch: nil)),
        "Brackets of successive halving that begin with more trials or with more epochs."
    ) {
        Field(
            "min_epochs", \.scheduler.minEpochs, .integer(1...1_000_000),
            "Epochs before the first rung of the bracket that begins with the most trials.")
        Field(
            "reduction_factor", \.scheduler.reductionFactor, .integer(2...1000),
            "One of this many goes on, and each rung is this many times as far as the one before.")
        Field<Watching<Hyperband>>.watch()
    }
}
