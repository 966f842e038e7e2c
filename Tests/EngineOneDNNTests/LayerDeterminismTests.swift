import Engine
import EngineOneDNN
import Network
import Randomness
import TestSupport
import Testing

/// The same bytes at any number of threads, whatever the layers.
struct LayerDeterminismTests {
    @Test(arguments: EngineConformance.layerCases, [true, false])
    func trainingDoesNotDependOnTheNumberOfThreads(_ example: EngineCase, isFast: Bool) throws {
        let network = try example.network()
        let ends = try (1...3).map { threads in
            let engine: any Engine = isFast ? FastEngine(threads: threads) : OneDNNEngine(threads: threads)
            let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 5))
            try session.setParameters(example.parameters(of: network))
            try session.compile(example.compilation)
            let losses = try example.batches.enumerated().map { number, count in
                try session.trainStep(example.batch(number, count: count, of: network)).loss
            }
            return (losses: losses, parameters: try session.parameters())
        }
        for end in ends.dropFirst() { #expect(end.losses == ends[0].losses && end.parameters == ends[0].parameters) }
    }
}
