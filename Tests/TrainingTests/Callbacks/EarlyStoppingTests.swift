import Foundation
import Network
import Plan
import Testing

@testable import Training

@Suite struct EarlyStoppingTests {
    /// The single switch, apart from its profile: who ends the training decides, or it does not matter.
    @Test func bestWeightsIsASwitchOfItsOwn() throws {
        let settings = EarlyStopping(patience: 10, restoreBestWeights: true)
        var old = Semantics(.keras224)
        #expect(try CallbackRun(settings, old, [0.5, 0.2, 0.3]).weights == 3)
        old.bestWeights = .always
        #expect(try CallbackRun(settings, old, [0.5, 0.2, 0.3]).weights == 2)
        var new = Semantics(.keras3)
        #expect(try CallbackRun(settings, new, [0.5, 0.2, 0.3]).weights == 2)
        new.bestWeights = .whenStopped
        #expect(try CallbackRun(settings, new, [0.5, 0.2, 0.3]).weights == 3)
    }

    @Test func saysWhatItDid() throws {
        let messages = try CallbackRun(
            EarlyStopping(patience: 2, restoreBestWeights: true), Semantics(.keras224), [0.5, 0.2, 0.3, 0.4, 0.1]
        ).messages
        #expect(messages.map(\.action) == [.restored, .stopped])
        #expect(messages.map(\.epoch) == [2, 4])
    }

    /// What a checkpoint of a run keeps comes back the same, infinities and all.
    @Test func stateIsCodable() throws {
        let state = EarlyStoppingCallback.State(best: .infinity, bestEpoch: 3, wait: 2, stoppedEpoch: nil)
        #expect(try ExactJSON.decode(EarlyStoppingCallback.State.self, from: ExactJSON.encode(state)) == state)
    }
}
