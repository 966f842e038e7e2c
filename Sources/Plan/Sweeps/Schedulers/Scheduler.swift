import Network

/// A way to end trials early, as a value; Sweeping does it.
public protocol SchedulerKind: Kind {
    /// What it watches; nil where it watches nothing.
    var watch: SchedulerWatch? { get }
}

/// What a scheduler compares trials by: a metric of a training.
public struct SchedulerWatch: Codable, Hashable, Sendable {
    /// The id of the training.
    public var step: String
    /// The name in its history.
    public var metric: String
    /// Which way is better.
    public var mode: MonitorMode
    /// The epochs of the training.
    public var epochs: Int

    /// Creates it.
    public init(step: String, metric: String, mode: MonitorMode, epochs: Int) {
        self.step = step
        self.metric = metric
        self.mode = mode
        self.epochs = epochs
    }
}

/// All schedulers of the language.
public enum SchedulerFamily: KindFamily {
    /// Every scheduler.
    public static let members: [any Kind.Type] = [
        NoScheduler.self, MedianStopping.self, ASHA.self, Hyperband.self, PopulationBasedTraining.self,
    ]
    /// A kind as a scheduler.
    public static func cast(_ kind: any Kind) -> (any SchedulerKind)? { kind as? any SchedulerKind }
}
