import Network
import Plan

extension ModelCheckpoint: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        ModelCheckpointCallback(settings: self, semantics: semantics, ordinal: ordinal)
    }
}

/// `keras/callbacks.py` at 2.2.4, the same of 2.3.1 and 2.15, and `keras/src/callbacks/model_checkpoint.py` of Keras 3: strictly
/// better, no least change.
struct ModelCheckpointCallback: TrainingCallback {
    struct State: Codable, Hashable, Sendable {
        /// The best value; nil before the first.
        var best: Double?
        /// The epoch last saved, from 0; nil before the first.
        var savedEpoch: Int?
    }

    let settings: ModelCheckpoint
    let semantics: Semantics
    let ordinal: Int
    let improvement: Improvement
    var state = State()

    init(settings: ModelCheckpoint, semantics: Semantics, ordinal: Int) {
        self.settings = settings
        self.semantics = semantics
        self.ordinal = ordinal
        improvement = Improvement(mode: settings.mode, semantics: semantics)
    }

    mutating func epochEnded(_ context: EpochContext) throws(TrainingFailure) {
        let number = semantics.callbackMessages.number(context.epoch)
        guard settings.saveBestOnly, let monitor = settings.monitor else {
            return try save(context) { "Epoch \(number): saving model to \($0)" }
        }
        guard let value = context.logs[monitor] else {
            try context.tellMissing(ModelCheckpoint.kind, monitor: monitor)
            if semantics.missingMonitor == .save { try save(context) { "Epoch \(number): finished saving model to \($0)" } }
            return
        }
        let before = improvement.text(state.best)
        guard improvement.isBetter(value, than: state.best) else {
            return try context.tell(
                ModelCheckpoint.kind, .notSaved, "Epoch \(number): \(monitor) did not improve from \(before)")
        }
        state.best = value
        let after = improvement.text(value)
        try save(context) { "Epoch \(number): \(monitor) improved from \(before) to \(after), saving model to \($0)" }
    }

    private mutating func save(_ context: EpochContext, _ text: (String) -> String) throws(TrainingFailure) {
        let path = try context.save(ordinal: ordinal)
        state.savedEpoch = context.epoch
        try context.tell(ModelCheckpoint.kind, .saved, text(path))
    }
}
