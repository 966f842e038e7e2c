import Network
import Plan

extension TerminateOnNaN: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback { TerminateOnNaNCallback() }
}

/// `keras/src/callbacks/terminate_on_nan.py` of Keras 3: the epoch ends with the batch, is validated as any, and is the last.
struct TerminateOnNaNCallback: TrainingCallback {
    var state = NoState()

    mutating func batchEnded(_ batch: BatchContext) throws(TrainingFailure) {
        guard !batch.loss.isFinite else { return }
        try batch.tell(TerminateOnNaN.kind, .stopped, "Batch \(batch.batch): Invalid loss, terminating training")
        batch.stopTraining()
    }
}
