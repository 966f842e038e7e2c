import Network
import Plan
import Testing

@testable import Training

@Suite struct ReduceLROnPlateauTests {
    /// The notebook's path, 1e-3, 2e-4, 4e-5, 1e-5 and no further: the float of 1e-5 is not above 1e-5.
    @Test(arguments: [Semantics.Profile.keras224, .keras3]) func notebookPath(_ profile: Semantics.Profile) throws {
        let session = try ScriptedSession(outputs: 1, trained: [])
        let journal = CallbackJournal(TrainingHooks(saveCheckpoint: { _, _ in "" }))
        var callback = ReduceLROnPlateau(factor: 0.2, patience: 3, minLr: 1e-5).makeCallback(
            semantics: Semantics(profile), ordinal: 0)
        var rates: [Float] = []
        for epoch in 0..<20 {
            var logs = Logs()
            logs["val_loss"] = 0.5
            try callback.epochEnded(EpochContext(epoch: epoch, logs: logs, session: session, journal: journal))
            rates.append(session.learningRate)
        }
        // Floats times a double, rounded to floats again: not quite 2e-4.
        let steps: [Float] = [1e-3, 0.00020000001, 4.0000003e-05]
        #expect(rates == steps.flatMap { Array(repeating: $0, count: 3) } + Array(repeating: 1e-5, count: 11))
        #expect(journal.messages.count == 3)
    }
}
