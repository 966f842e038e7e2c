import Network
import Plan

/// Whether a value is better than the best so far, with the arithmetic of the era and of the callback.
struct Improvement: Sendable {
    /// Where the least change is added; at the very edge the two round differently.
    enum Form {
        /// value - delta against best: Keras 3, and EarlyStopping of 2.2.4.
        case shiftedValue
        /// value against best + delta: ReduceLROnPlateau of 2.2.4.
        case shiftedBest
    }

    private let mode: MonitorMode
    private let delta: Double
    private let form: Form
    /// Keras 3 compares float tensors, so that a least change below their precision counts for nothing; Keras 2.2.4 compares doubles.
    private let inFloats: Bool

    init(mode: MonitorMode, minDelta: Double = 0, form: Form = .shiftedValue, semantics: Semantics) {
        self.mode = mode
        inFloats = semantics.profile == .keras3
        // Keras 3 drops the sign; 2.2.4 keeps a negative one, which makes a little worse good enough.
        delta = (mode == .min ? -1 : 1) * (inFloats ? abs(minDelta) : minDelta)
        self.form = inFloats ? .shiftedValue : form
    }

    /// Strictly better by more than the least change. A NaN on either side is no improvement.
    func isBetter(_ value: Double, than best: Double) -> Bool {
        let value = form == .shiftedValue ? value - delta : value
        let best = form == .shiftedBest ? best + delta : best
        if inFloats { return mode == .min ? Float(value) < Float(best) : Float(value) > Float(best) }
        return mode == .min ? value < best : value > best
    }

    /// The worst value there is: where Keras 2.2.4 begins.
    var worst: Double { mode == .min ? .infinity : -.infinity }
}
