import Network
import Plan

extension EarlyStopping: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        EarlyStoppingCallback(settings: self, semantics: semantics)
    }
}

/// `keras/callbacks.py` at 2.2.4 and `keras/src/callbacks/early_stopping.py` of Keras 3.
///
/// They differ in more than ``Semantics/bestWeights``: Keras 3 takes the first value as the best whatever it is (a NaN, a value worse
/// than the baseline), so that it never stops at the first epoch and always has weights to give back, and it counts the wait before it
/// compares.
struct EarlyStoppingCallback: TrainingCallback {
    struct State: Codable, Hashable, Sendable {
        /// The best value; nil before the first.
        var best: Double?
        /// The epoch of the best weights, from 0.
        var bestEpoch = 0
        /// Epochs without improvement.
        var wait = 0
        /// The epoch that it stopped, from 0.
        var stoppedEpoch: Int?
    }

    let settings: EarlyStopping
    let semantics: Semantics
    let improvement: Improvement
    var state = State()
    var heldWeights: [Tensor]?

    init(settings: EarlyStopping, semantics: Semantics) {
        self.settings = settings
        self.semantics = semantics
        improvement = Improvement(mode: settings.mode, minDelta: settings.minDelta, semantics: semantics)
    }

    mutating func epochEnded(_ context: EpochContext) throws(TrainingFailure) {
        guard let monitor = settings.monitor else { return }
        guard let value = context.logs[monitor] else { return try context.tellMissing(EarlyStopping.kind, monitor: monitor) }
        guard context.epoch >= settings.startFromEpoch else { return }
        let stops = semantics.profile == .keras3 ? try sawAsKeras3(value, context) : try sawAsKeras224(value, context)
        guard stops else { return }
        state.stoppedEpoch = context.epoch
        context.stopTraining()
        if semantics.bestWeights == .whenStopped { try restore(context) }
    }

    mutating func trainingEnded(_ context: EpochContext) throws(TrainingFailure) {
        if let stopped = state.stoppedEpoch, stopped > 0 {
            let number = semantics.profile == .keras3 ? "\(stopped + 1)" : zeroPadded(stopped + 1)
            try context.tell(EarlyStopping.kind, .stopped, epoch: stopped, "Epoch \(number): early stopping")
        }
        if semantics.bestWeights == .always { try restore(context) }
    }

    private mutating func sawAsKeras224(_ value: Double, _ context: EpochContext) throws(TrainingFailure) -> Bool {
        guard improvement.isBetter(value, than: state.best ?? settings.baseline ?? improvement.worst) else {
            state.wait += 1
            return state.wait >= settings.patience
        }
        state.wait = 0
        try keep(value, context)
        return false
    }

    private mutating func sawAsKeras3(_ value: Double, _ context: EpochContext) throws(TrainingFailure) -> Bool {
        state.wait += 1
        guard state.best.map({ improvement.isBetter(value, than: $0) }) ?? true else {
            return state.wait >= settings.patience
        }
        try keep(value, context)
        if settings.baseline.map({ improvement.isBetter(value, than: $0) }) ?? true { state.wait = 0 }
        return false
    }

    private mutating func keep(_ value: Double, _ context: EpochContext) throws(TrainingFailure) {
        state.best = value
        state.bestEpoch = context.epoch
        if settings.restoreBestWeights { heldWeights = try context.weights() }
    }

    private func restore(_ context: EpochContext) throws(TrainingFailure) {
        guard let heldWeights else { return }
        try context.restore(heldWeights)
        let number = semantics.profile == .keras3 ? ": \(state.bestEpoch + 1)." : ""
        try context.tell(
            EarlyStopping.kind, .restored, epoch: state.bestEpoch,
            "Restoring model weights from the end of the best epoch\(number)")
    }
}

/// An epoch's number as Keras 2 prints it: `00004`.
func zeroPadded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
}
