import Diagnostics

/// What the callbacks of a training said, and their way to the world.
final class CallbackJournal {
    private let hooks: TrainingHooks
    /// In order.
    private(set) var messages: [CallbackMessage] = []

    /// A journal that goes on after some messages.
    init(_ hooks: TrainingHooks, after messages: [CallbackMessage] = []) {
        self.hooks = hooks
        self.messages = messages
    }

    /// Keeps a message and passes it on.
    func tell(_ message: CallbackMessage) throws(TrainingFailure) {
        messages.append(message)
        try TrainingFailure.wrap { () throws(Diagnostic) in try hooks.emit(.callback(message)) }
    }

    /// What earlier trainings of the run wrote to a CSV file; nil where none did.
    func written(_ file: String) -> String? { hooks.writtenText(file) }

    /// Writes a CSV file whole.
    func write(_ text: String, to file: String) throws(Diagnostic) { try hooks.writeText(text, file) }

    /// Has the present weights written; gives the name of the file.
    func save(ordinal: Int, epoch: Int) throws(Diagnostic) -> String { try hooks.saveCheckpoint(ordinal, epoch) }
}
