import Foundation

/// What tests choose, and everyone else leaves as it is.
struct SweepSettings: Sendable {
    var rules = Director.Rules()
    var holder = Holder.current()
    /// Seconds that only grow, by this machine's clock.
    var clock: @Sendable () -> Double = {
        let elapsed = SweepSettings.began.duration(to: .now)
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }

    private static let began = ContinuousClock.now
}
