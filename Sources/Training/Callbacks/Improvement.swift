import Foundation
import Network
import Plan

/// Whether a value is better than the best so far, with the arithmetic that the semantics has for it.
struct Improvement: Sendable {
    /// Where the least change is added; at the very edge the two round differently.
    enum Form {
        /// value - delta against best: EarlyStopping.
        case shiftedValue
        /// value against best + delta: ReduceLROnPlateau of Keras 2.
        case shiftedBest
    }

    private let mode: MonitorMode
    private let delta: Double
    private let form: Form
    /// Keras 3 compares float tensors, so that a least change below their precision counts for nothing; Keras 2 compares doubles.
    private let inFloats: Bool
    private let takesFirst: Bool

    init(mode: MonitorMode, minDelta: Double = 0, form: Form = .shiftedValue, semantics: Semantics) {
        self.mode = mode
        inFloats = semantics.callbackPrecision == .single
        takesFirst = semantics.firstValue == .taken
        // A negative one, where its sign is kept, makes a little worse good enough.
        delta = (mode == .min ? -1 : 1) * (semantics.minDeltaSign == .dropped ? abs(minDelta) : minDelta)
        self.form = form
    }

    /// Strictly better by more than the least change. A NaN on either side is no improvement.
    ///
    /// Where there is no best value yet, the first one is taken whatever it is, or compared with the worst there is.
    func isBetter(_ value: Double, than best: Double?) -> Bool {
        if best == nil, takesFirst { return true }
        let value = form == .shiftedValue ? value - delta : value
        let best = (best ?? worst) + (form == .shiftedBest ? delta : 0)
        if inFloats { return mode == .min ? Float(value) < Float(best) : Float(value) > Float(best) }
        return mode == .min ? value < best : value > best
    }

    /// The worst value there is: where Keras 2 begins.
    private var worst: Double { mode == .min ? .infinity : -.infinity }

    /// The best value so far as messages have it.
    func text(_ best: Double?) -> String {
        if let best { return String(format: "%.5f", best) }
        return takesFirst ? "None" : "\(worst)"
    }
}
