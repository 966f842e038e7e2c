/// How often a claim is renewed, and when it counts as given up.
public struct ClaimTimes: Hashable, Sendable {
    /// Seconds between two calls of ``Sweep/beat(_:)``.
    public var heartbeat: Double
    /// Seconds without a sign of life, by the clock of who looks, after which a claim of another machine counts as given up. A network file
    /// system may show a sign of life up to a minute late.
    public var stale: Double

    /// Creates times.
    public init(heartbeat: Double = 10, stale: Double = 120) {
        self.heartbeat = heartbeat
        self.stale = stale
    }
}
