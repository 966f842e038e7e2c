import Engine
import EngineOneDNN
import Network
import Testing

/// The same bytes at any number of threads.
struct DeterminismTests {
    @Test func trainingDoesNotDependOnTheNumberOfThreads() throws {
        let network = try NotebookNetwork.definition(size: 46, filters: [16, 24, 17, 32])
        try expectEqual(network, counts: [5, 16, 16])
    }

    @Test func wideLayersDoNotDependOnTheNumberOfThreads() throws {
        let network = try NotebookNetwork.definition(size: 62, filters: [64, 128, 64, 64])
        try expectEqual(network, counts: [16])
    }

    private func expectEqual(_ network: NetworkDefinition, counts: [Int]) throws {
        var parameters: [[Tensor]] = []
        var losses: [[Double]] = []
        for threads in 1...3 {
            let session = try NotebookNetwork.session(network, threads: threads)
            losses.append(
                try counts.enumerated().map { index, count in
                    try session.trainStep(NotebookNetwork.batch(network, count: count, seed: UInt64(index))).loss
                })
            parameters.append(try session.parameters())
        }
        for threads in 1...2 {
            #expect(losses[0] == losses[threads])
            let different = zip(network.parameters, zip(parameters[0], parameters[threads])).filter { $1.0 != $1.1 }
            let names = different.map(\.0.name)
            #expect(names.isEmpty, "at \(threads + 1) threads: \(names)")
        }
    }
}
