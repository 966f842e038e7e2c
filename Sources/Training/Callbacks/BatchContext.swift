import Network

/// What a callback sees after a training step, and what it may do.
final class BatchContext {
    /// The epoch, from 0.
    let epoch: Int
    /// The batch within the epoch, from 0.
    let batch: Int
    /// The batch's loss.
    let loss: Double
    /// Training steps since the model was compiled, this one included.
    let step: Int
    private let journal: CallbackJournal
    /// Whether a callback asked for the end of the training, here and now.
    private(set) var stops = false
    /// Whether a callback asked for a checkpoint before the next batch.
    private(set) var keepsState = false

    init(epoch: Int, batch: Int, loss: Double, step: Int, journal: CallbackJournal) {
        self.epoch = epoch
        self.batch = batch
        self.loss = loss
        self.step = step
        self.journal = journal
    }

    /// Ends the epoch, and with it the training, after this batch.
    func stopTraining() { stops = true }

    /// Has a checkpoint written before the next batch.
    func keepState() { keepsState = true }

    /// Tells what was done.
    func tell(_ callback: String, _ action: CallbackMessage.Action, _ text: String) throws(TrainingFailure) {
        try journal.tell(CallbackMessage(callback: callback, action: action, epoch: epoch + 1, text: text))
    }
}
