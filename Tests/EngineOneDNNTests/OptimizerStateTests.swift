import Engine
import EngineOneDNN
import EngineReference
import Network
import TestSupport
import Testing

/// An optimizer that goes on in another session.
@Suite struct OptimizerStateTests {
    private static let engines: [any Engine] = [ReferenceEngine(), FastEngine(threads: 2), OneDNNEngine(threads: 2)]

    @Test(arguments: engines.indices, [false, true]) func theBytesAreThoseOfOneSession(_ index: Int, isUsedBefore: Bool) throws {
        #expect(try OptimizerContinuation.differences(Self.engines[index], isUsedBefore: isUsedBefore) == [])
    }

    @Test(arguments: engines.indices) func whatDoesNotFitIsRefused(_ index: Int) throws {
        let engine = Self.engines[index]
        #expect(try OptimizerContinuation.refusal(engine) { _ in } == nil)
        let changes: [(inout OptimizerState) -> Void] = [
            { $0.moments.removeLast() }, { $0.moments[0].removeLast() }, { $0.moments[0][1].shape[0] += 1 },
        ]
        for (number, change) in changes.enumerated() {
            guard case .mismatch = try OptimizerContinuation.refusal(engine, change: change) else {
                Issue.record("change \(number) was taken")
                continue
            }
        }
    }

    @Test(arguments: engines.indices) func thereIsNoneBeforeItIsCompiled(_ index: Int) throws {
        let network = try EngineCase("none", input: [3], [Dense(units: 2)]).network()
        let session = try Self.engines[index].makeSession(network: network, semantics: Semantics(.keras3), key: .init(seed: 1))
        #expect(throws: EngineError.notCompiled) { try session.optimizerState() }
        #expect(throws: EngineError.notCompiled) {
            try session.setOptimizerState(OptimizerState(step: 0, learningRate: 1, moments: [[], []]))
        }
    }
}
