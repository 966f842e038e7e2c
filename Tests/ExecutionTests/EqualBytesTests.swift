import Engine
import EngineOneDNN
import EngineReference
import Results
import TestSupport
import Testing

/// Equal experiments leave equal bytes, whatever the number of threads.
@Suite struct EqualBytesTests {
    /// One way to run the experiment.
    struct Way: CustomTestStringConvertible, Sendable {
        var engineThreads: Int
        var loaderThreads: Int
        var testDescription: String { "\(engineThreads) engine threads, \(loaderThreads) loader threads" }
    }

    private static let first = Result { try TinyExperiment().run(engine: FastEngine(threads: 1), loaderThreads: 1) }

    @Test(arguments: [
        Way(engineThreads: 1, loaderThreads: 1), Way(engineThreads: 1, loaderThreads: 2), Way(engineThreads: 1, loaderThreads: 3),
        Way(engineThreads: 2, loaderThreads: 1), Way(engineThreads: 3, loaderThreads: 1), Way(engineThreads: 3, loaderThreads: 2),
    ])
    func whateverTheThreads(_ way: Way) throws {
        let first = try Self.first.get()
        let run = try TinyExperiment().run(engine: FastEngine(threads: way.engineThreads), loaderThreads: way.loaderThreads)
        try run.expectEqual(to: first)
    }

    @Test func theReferenceEngineToo() throws {
        let tiny = try TinyExperiment()
        try tiny.run(loaderThreads: 1).expectEqual(to: tiny.run(loaderThreads: 3))
    }

    /// A seed that changes nothing would make the tests above worthless.
    @Test func anotherSeedGivesOtherBytes() throws {
        let other = try TinyExperiment(TinyExperiment.changed("seed: 7\n", "seed: 8\n")).run(engine: FastEngine(threads: 1))
        let name = "training_1/weights/last.safetensors"
        #expect(try other.directory.read(name) != Self.first.get().directory.read(name))
        #expect(try other.outcome.record.planSha256 != Self.first.get().outcome.record.planSha256)
    }
}
