import Network

@testable import Training

/// One callback over some values of `val_loss`; the model's weights are the number of the epoch.
struct CallbackRun {
    /// The epochs whose end the callback saw.
    private(set) var epochs = 0
    /// The epochs that it saved.
    let saves: [Int]
    /// The epoch whose weights the model has in the end.
    let weights: Float
    /// The learning rate in the end.
    let rate: Float
    /// What was said.
    let messages: [CallbackMessage]

    init(_ kind: any WorkingCallbackKind, _ semantics: Semantics, _ values: [Double]) throws {
        let session = try ScriptedSession(outputs: 1, trained: [])
        var saved: [Int] = []
        let journal = CallbackJournal(
            TrainingHooks(saveCheckpoint: { _, epoch in
                saved.append(epoch)
                return "file"
            }))
        var callback = kind.makeCallback(semantics: semantics, ordinal: 0)
        var context = EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal)
        for (epoch, value) in values.enumerated() where !context.stops {
            session.setParameters([Tensor(shape: [1], repeating: Float(epoch + 1))])
            var logs = Logs()
            logs["val_loss"] = value
            context = EpochContext(epoch: epoch, logs: logs, session: session, journal: journal)
            try callback.epochEnded(context)
            epochs = epoch + 1
        }
        try callback.trainingEnded(context)
        saves = saved
        weights = session.parameters()[0].values[0]
        rate = session.learningRate
        messages = journal.messages
    }
}
