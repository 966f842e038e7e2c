import Engine
import EngineOneDNN
import Network
import Randomness
import TestSupport
import Testing

/// Convolutions with dilation and groups, depthwise, separable and transposed: the same bytes at any number of threads, and never by a
/// reference implementation.
struct ConvolutionFamilyTests {
    private func session(_ example: EngineCase, threads: Int, isFast: Bool) throws -> OneDNNSession {
        let network = try example.network()
        let engine: any Engine = isFast ? FastEngine(threads: threads) : OneDNNEngine(threads: threads)
        let session = try #require(
            try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 5)) as? OneDNNSession)
        try session.setParameters(example.parameters(of: network))
        try session.compile(example.compilation)
        return session
    }

    @Test(arguments: EngineConformance.convolutionFamily, [true, false])
    func threadsDoNotMatter(_ example: EngineCase, _ isFast: Bool) throws {
        let network = try example.network()
        let ends = try [1, 2, 3].map { threads in
            let session = try session(example, threads: threads, isFast: isFast)
            let losses = try [5, 17, 1].enumerated().map {
                try session.trainStep(example.batch($0, count: $1, of: network)).loss
            }
            return (losses: losses, parameters: try session.parameters())
        }
        for end in ends.dropFirst() { #expect(end.losses == ends[0].losses && end.parameters == ends[0].parameters) }
    }

    @Test(arguments: EngineConformance.convolutionFamily, [true, false])
    func hasNoReferenceImplementation(_ example: EngineCase, _ isFast: Bool) throws {
        let session = try session(example, threads: 2, isFast: isFast)
        for training in [true, false] {
            let names = try session.programDescription(count: 4, training: training).operations.map(\.implementation)
            #expect(names.allSatisfy { !$0.contains("ref") }, "\(names)")
        }
    }
}
