import Foundation
import Network
import Plan

extension ModelCheckpoint: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        ModelCheckpointCallback(settings: self, semantics: semantics, ordinal: ordinal)
    }
}

/// `keras/callbacks.py` at 2.2.4 and `keras/src/callbacks/model_checkpoint.py` of Keras 3: strictly better, no least change; and
/// Keras 3 takes the first value as the best even where it is a NaN.
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

    private var isKeras3: Bool { semantics.profile == .keras3 }

    mutating func epochEnded(_ context: EpochContext) throws(TrainingFailure) {
        let number = isKeras3 ? "\(context.epoch + 1)" : zeroPadded(context.epoch + 1)
        guard settings.saveBestOnly, let monitor = settings.monitor else {
            return try save(context) { "Epoch \(number): saving model to \($0)" }
        }
        guard let value = context.logs[monitor] else {
            try context.tellMissing(ModelCheckpoint.kind, monitor: monitor)
            if semantics.missingMonitor == .save { try save(context) { "Epoch \(number): finished saving model to \($0)" } }
            return
        }
        let worst = isKeras3 ? "None" : "\(improvement.worst)"
        let before = state.best.map { Self.fixed($0) } ?? worst
        guard isFirstOrBetter(value) else {
            return try context.tell(
                ModelCheckpoint.kind, .notSaved, "Epoch \(number): \(monitor) did not improve from \(before)")
        }
        state.best = value
        try save(context) { "Epoch \(number): \(monitor) improved from \(before) to \(Self.fixed(value)), saving model to \($0)" }
    }

    private func isFirstOrBetter(_ value: Double) -> Bool {
        guard let best = state.best else { return isKeras3 || improvement.isBetter(value, than: improvement.worst) }
        return improvement.isBetter(value, than: best)
    }

    private mutating func save(_ context: EpochContext, _ text: (String) -> String) throws(TrainingFailure) {
        let path = try context.save(ordinal: ordinal)
        state.savedEpoch = context.epoch
        try context.tell(ModelCheckpoint.kind, .saved, text(path))
    }

    /// Five decimals, as Keras prints a monitor.
    static func fixed(_ value: Double) -> String { String(format: "%.5f", value) }
}
