import Foundation
import Network
import Plan
import Testing

@testable import Training

@Suite struct EarlyStoppingTests {
    private func run(_ settings: EarlyStopping, _ semantics: Semantics, _ values: [Double]) throws -> (Float, [CallbackMessage]) {
        let session = try ScriptedSession(outputs: 1, trained: [])
        let journal = CallbackJournal(TrainingHooks(saveCheckpoint: { _, _ in "" }))
        var callback = settings.makeCallback(semantics: semantics, ordinal: 0)
        var context = EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal)
        for (epoch, value) in values.enumerated() where !context.stops {
            session.setParameters([Tensor(shape: [1], repeating: Float(epoch + 1))])
            var logs = Logs()
            logs["val_loss"] = value
            context = EpochContext(epoch: epoch, logs: logs, session: session, journal: journal)
            try callback.epochEnded(context)
        }
        try callback.trainingEnded(context)
        return (session.parameters()[0].values[0], journal.messages)
    }

    /// The single switch, apart from its profile: who ends the training decides, or it does not matter.
    @Test func bestWeightsIsASwitchOfItsOwn() throws {
        let settings = EarlyStopping(patience: 10, restoreBestWeights: true)
        var old = Semantics(.keras224)
        #expect(try run(settings, old, [0.5, 0.2, 0.3]).0 == 3)
        old.bestWeights = .always
        #expect(try run(settings, old, [0.5, 0.2, 0.3]).0 == 2)
        var new = Semantics(.keras3)
        #expect(try run(settings, new, [0.5, 0.2, 0.3]).0 == 2)
        new.bestWeights = .whenStopped
        #expect(try run(settings, new, [0.5, 0.2, 0.3]).0 == 3)
    }

    @Test func saysWhatItDid() throws {
        let (_, messages) = try run(
            EarlyStopping(patience: 2, restoreBestWeights: true), Semantics(.keras224), [0.5, 0.2, 0.3, 0.4, 0.1])
        #expect(messages.map(\.action) == [.restored, .stopped])
        #expect(messages.map(\.epoch) == [2, 4])
    }

    /// What a checkpoint of a run keeps comes back the same, infinities and all.
    @Test func stateIsCodable() throws {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let state = EarlyStoppingCallback.State(best: .infinity, bestEpoch: 3, wait: 2, stoppedEpoch: nil)
        #expect(try decoder.decode(EarlyStoppingCallback.State.self, from: encoder.encode(state)) == state)
    }
}
