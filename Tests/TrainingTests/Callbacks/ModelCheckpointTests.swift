import Network
import Plan
import Testing

@testable import Training

@Suite struct ModelCheckpointTests {
    private func saves(_ semantics: Semantics) throws -> Int {
        let session = try ScriptedSession(outputs: 1, trained: [])
        var saves = 0
        let journal = CallbackJournal(
            TrainingHooks(saveCheckpoint: { _, _ in
                saves += 1
                return ""
            }))
        var callback = ModelCheckpoint(monitor: "val_auc", mode: .max, saveBestOnly: true).makeCallback(
            semantics: semantics, ordinal: 0)
        for epoch in 0..<3 {
            try callback.epochEnded(EpochContext(epoch: epoch, logs: Logs(), session: session, journal: journal))
        }
        #expect(journal.messages.contains { $0.action == .monitorMissing })
        return saves
    }

    @Test func missingMonitorIsASwitchOfItsOwn() throws {
        var semantics = Semantics(.keras224)
        #expect(try saves(semantics) == 0)
        semantics.missingMonitor = .save
        #expect(try saves(semantics) == 3)
    }

    /// The second checkpoint of a step writes to a file of its own.
    @Test func ordinalReachesTheWriter() throws {
        var ordinals: [Int] = []
        let session = try ScriptedSession(outputs: 1, trained: [])
        let journal = CallbackJournal(
            TrainingHooks(saveCheckpoint: { ordinal, _ in
                ordinals.append(ordinal)
                return ""
            }))
        for ordinal in 0..<2 {
            var callback = ModelCheckpoint().makeCallback(semantics: Semantics(.keras3), ordinal: ordinal)
            try callback.epochEnded(EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal))
        }
        #expect(ordinals == [0, 1])
    }
}
