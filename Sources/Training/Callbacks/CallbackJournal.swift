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
    func tell(_ message: CallbackMessage) throws(Diagnostic) {
        messages.append(message)
        try hooks.emit(.callback(message))
    }

    /// Has the present weights written; gives the name of the file.
    func save(ordinal: Int, epoch: Int) throws(Diagnostic) -> String { try hooks.saveCheckpoint(ordinal, epoch) }
}
