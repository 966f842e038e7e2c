import Network
import Plan

/// A scheduler's arguments as written; planning decides what it watches.
public struct SchedulerArguments: Sendable {
    /// The scheduler, which watches nothing yet.
    public var scheduler: any SchedulerKind
    /// The id of the training whose epochs are compared; nil takes the objective's.
    @Located public var step: String?
    /// The name in its history; nil takes the objective's.
    @Located public var metric: String?
    /// Which way is better.
    @Located public var mode = ModeChoice.auto
    private let watching: @Sendable (SchedulerWatch) -> any SchedulerKind

    /// The scheduler that watches something.
    public func resolved(_ watch: SchedulerWatch) -> OneOf<SchedulerFamily>? { OneOf(watching(watch)) }

    init<Scheduler>(_ written: Watching<Scheduler>) {
        scheduler = written.scheduler
        _step = written.$step
        _metric = written.$metric
        _mode = written.$mode
        watching = { watch in
            var result = written.scheduler
            result.watch = watch
            return result
        }
    }

    /// What watches nothing.
    init(_ scheduler: any SchedulerKind) {
        self.scheduler = scheduler
        watching = { _ in scheduler }
    }
}

/// One scheduler, as written.
public typealias SchedulerSpec = Written<SchedulerArguments>

/// A scheduler that compares trials by a metric of a training.
protocol WatchingScheduler: SchedulerKind {
    /// What it watches.
    var watch: SchedulerWatch? { get set }
}

/// A scheduler and what it is to watch, as written.
struct Watching<Scheduler: WatchingScheduler>: Sendable {
    var scheduler: Scheduler
    @Located var step: String?
    @Located var metric: String?
    @Located var mode = ModeChoice.auto

    init(_ scheduler: Scheduler) { self.scheduler = scheduler }
}

extension Field {
    /// The keys that all schedulers have.
    static func watch<Scheduler>() -> [Field<Watching<Scheduler>>] where Root == Watching<Scheduler> {
        [
            Field(
                "step", \.$step, .some(.name("the id of a step")),
                "The training whose epochs are compared; the objective's where not written."),
            Field(
                "metric", \.$metric, .some(.text), examples: ["val_loss"],
                "The name in the history by which trials are compared; the objective's where not written."),
            Field("mode", \.$mode, .choice(), "Which way is better; auto goes by the metric's name."),
        ]
    }
}
