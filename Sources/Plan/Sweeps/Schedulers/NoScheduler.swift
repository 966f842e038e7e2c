/// Every trial comes to its end.
public struct NoScheduler: SchedulerKind {
    /// The kind's name.
    public static let kind = "none"
    /// Nothing.
    public var watch: SchedulerWatch? { nil }
    /// Creates it.
    public init() {}
}
