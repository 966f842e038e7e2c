import Network
import Plan

extension BackupAndRestore: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback { BackupAndRestoreCallback(settings: self) }
}

/// A checkpoint each so many steps, counted over the epochs as Keras does.
struct BackupAndRestoreCallback: TrainingCallback {
    let settings: BackupAndRestore
    var state = NoState()

    mutating func batchEnded(_ batch: BatchContext) throws(TrainingFailure) {
        if let steps = settings.saveFreq, batch.step.isMultiple(of: steps) { batch.keepState() }
    }
}
