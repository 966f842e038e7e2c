import Network
import Plan

extension EarlyStopping: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        EarlyStoppingCallback(settings: self, semantics: semantics)
    }
}

/// `keras/callbacks.py` at 2.2.4, `keras/callbacks/callbacks.py` at 2.3.1, `keras/src/callbacks.py` at 2.15 and
/// `keras/src/callbacks/early_stopping.py` of Keras 3: one course, with a switch of the semantics at each turn where they part.
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
        state.wait += 1
        if isBest(value) {
            state.best = value
            try hold(context)
            if beatsBaseline(value) { state.wait = 0 }
            return
        }
        if semantics.fallbackWeights == .firstEpoch, heldWeights == nil { try hold(context) }
        guard state.wait >= settings.patience, context.epoch > 0 || semantics.firstEpochStop == .allowed else { return }
        state.stoppedEpoch = context.epoch
        context.stopTraining()
        if semantics.bestWeights == .whenStopped { try restore(context) }
    }

    mutating func trainingEnded(_ context: EpochContext) throws(TrainingFailure) {
        if let stopped = state.stoppedEpoch, stopped > 0 {
            let number = semantics.callbackMessages.number(stopped)
            try context.tell(EarlyStopping.kind, .stopped, epoch: stopped, "Epoch \(number): early stopping")
        }
        if semantics.bestWeights == .always { try restore(context) }
    }

    private func isBest(_ value: Double) -> Bool {
        improvement.isBetter(value, than: state.best ?? (semantics.baselineRole == .firstBest ? settings.baseline : nil))
    }

    /// Whether the waiting begins anew.
    private func beatsBaseline(_ value: Double) -> Bool {
        guard semantics.baselineRole == .waiting, let baseline = settings.baseline else { return true }
        return improvement.isBetter(value, than: baseline)
    }

    private mutating func hold(_ context: EpochContext) throws(TrainingFailure) {
        state.bestEpoch = context.epoch
        if settings.restoreBestWeights { heldWeights = try context.weights() }
    }

    private func restore(_ context: EpochContext) throws(TrainingFailure) {
        guard let heldWeights else { return }
        try context.restore(heldWeights)
        let number = semantics.callbackMessages == .plain ? ": \(state.bestEpoch + 1)." : ""
        try context.tell(
            EarlyStopping.kind, .restored, epoch: state.bestEpoch,
            "Restoring model weights from the end of the best epoch\(number)")
    }
}

extension Semantics.CallbackMessages {
    /// The number of an epoch (from 0) as it is printed: `00004` or `4`.
    func number(_ epoch: Int) -> String {
        let digits = String(epoch + 1)
        return self == .padded ? String(repeating: "0", count: max(0, 5 - digits.count)) + digits : digits
    }
}
