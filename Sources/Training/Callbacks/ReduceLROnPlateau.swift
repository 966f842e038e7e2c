import Network
import Plan

extension ReduceLROnPlateau: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        ReduceLROnPlateauCallback(settings: self, semantics: semantics)
    }
}

/// `keras/callbacks.py` at 2.2.4, the same of 2.3.1 and 2.15, and `keras/src/callbacks/reduce_lr_on_plateau.py` of Keras 3.
///
/// The rate lives in a float; what it is compared with, the semantics says.
struct ReduceLROnPlateauCallback: TrainingCallback {
    struct State: Codable, Hashable, Sendable {
        /// The best value; nil before the first.
        var best: Double?
        /// Epochs without improvement.
        var wait = 0
        /// Epochs of cooldown left.
        var cooldown = 0
    }

    let settings: ReduceLROnPlateau
    let semantics: Semantics
    let improvement: Improvement
    var state = State()

    init(settings: ReduceLROnPlateau, semantics: Semantics) {
        self.settings = settings
        self.semantics = semantics
        improvement = Improvement(
            mode: settings.mode, minDelta: settings.minDelta,
            form: semantics.plateauDelta == .onBest ? .shiftedBest : .shiftedValue, semantics: semantics)
    }

    mutating func epochEnded(_ context: EpochContext) throws(TrainingFailure) {
        guard let monitor = settings.monitor else { return }
        guard let value = context.logs[monitor] else {
            return try context.tellMissing(ReduceLROnPlateau.kind, monitor: monitor)
        }
        if state.cooldown > 0 {
            state.cooldown -= 1
            state.wait = 0
        }
        if improvement.isBetter(value, than: state.best) {
            state.best = value
            state.wait = 0
        } else if state.cooldown == 0 {
            state.wait += 1
            if state.wait >= settings.patience { try reduce(context) }
        }
    }

    private mutating func reduce(_ context: EpochContext) throws(TrainingFailure) {
        let old = Double(context.session.learningRate)
        let least = settings.minLr
        guard old > (semantics.minLrPrecision == .single ? Double(Float(least)) : least) else { return }
        let new = max(old * settings.factor, least)
        context.session.learningRate = Float(new)
        state.cooldown = settings.cooldown
        state.wait = 0
        let number = semantics.callbackMessages.number(context.epoch)
        try context.tell(
            ReduceLROnPlateau.kind, .reducedLearningRate,
            "Epoch \(number): ReduceLROnPlateau reducing learning rate to \(new).")
    }
}
