import Diagnostics
import Engine
import Network

/// What a callback sees before and after an epoch, and what it may do.
final class EpochContext {
    /// The epoch, from 0.
    let epoch: Int
    /// All values of the epoch; none before its end.
    let logs: Logs
    /// The model.
    let session: any EngineSession
    private let journal: CallbackJournal
    /// Whether a callback asked for the end.
    private(set) var stops = false

    init(epoch: Int, logs: Logs, session: any EngineSession, journal: CallbackJournal) {
        self.epoch = epoch
        self.logs = logs
        self.session = session
        self.journal = journal
    }

    /// Ends the training after this epoch.
    func stopTraining() { stops = true }

    /// A copy of the model's weights.
    func weights() throws(TrainingFailure) -> [Tensor] {
        try TrainingFailure.wrap { () throws(EngineError) in try session.parameters() }
    }

    /// Puts weights into the model.
    func restore(_ weights: [Tensor]) throws(TrainingFailure) {
        try TrainingFailure.wrap { () throws(EngineError) in try session.setParameters(weights) }
    }

    /// Has the model's weights written; gives the name of the file.
    func save(ordinal: Int) throws(TrainingFailure) -> String {
        try TrainingFailure.wrap { () throws(Diagnostic) in try journal.save(ordinal: ordinal, epoch: epoch + 1) }
    }

    /// Tells what was done.
    func tell(_ callback: String, _ action: CallbackMessage.Action, epoch: Int? = nil, _ text: String) throws(TrainingFailure) {
        let message = CallbackMessage(callback: callback, action: action, epoch: (epoch ?? self.epoch) + 1, text: text)
        try journal.tell(message)
    }

    /// What earlier trainings of the run wrote to a CSV file; nil where none did.
    func written(_ file: String) -> String? { journal.written(file) }

    /// Writes a CSV file whole.
    func write(_ text: String, to file: String) throws(TrainingFailure) {
        try TrainingFailure.wrap { () throws(Diagnostic) in try journal.write(text, to: file) }
    }

    /// Tells that the monitor has no value.
    func tellMissing(_ callback: String, monitor: String) throws(TrainingFailure) {
        try tell(
            callback, .monitorMissing,
            "\(callback) watches \(monitor), which has no value; there are: \(logs.names.joined(separator: ", "))")
    }
}
