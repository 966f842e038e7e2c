import Network
import Plan

/// Whether a value is better than the best so far, with the arithmetic of the era.
struct Improvement: Sendable {
    /// Which way is better.
    var mode: MonitorMode
    /// The least change that counts; its sign does not matter.
    var minDelta: Double = 0
    /// Whether values are compared as floats: Keras 3 turns both sides into float tensors, so that a min_delta below their precision
    /// counts for nothing; Keras 2.2.4 compares doubles.
    var inFloats: Bool

    init(mode: MonitorMode, minDelta: Double = 0, semantics: Semantics) {
        self.mode = mode
        self.minDelta = minDelta
        inFloats = semantics.profile == .keras3
    }

    /// Strictly better by more than `minDelta`. A NaN on either side is no improvement.
    func isBetter(_ value: Double, than best: Double) -> Bool {
        let delta = abs(minDelta)
        let shifted = mode == .min ? value + delta : value - delta
        if inFloats { return mode == .min ? Float(shifted) < Float(best) : Float(shifted) > Float(best) }
        return mode == .min ? shifted < best : shifted > best
    }

    /// The worst value there is: where Keras 2.2.4 begins.
    var worst: Double { mode == .min ? .infinity : -.infinity }
}
