import Engine
import EngineOneDNN
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// Batches of different sizes, for which different kernels compute the same layer: they share parameters, what the optimizer
/// remembers of them, and what is made of them.
struct BatchSizesTests {
    /// Those beside which oneDNN has direct convolutions.
    static let tables = FastConformanceTests.tables.filter { $0.name != "portable" }

    private static let end: [any Layer] = [Activation(.relu), Flatten(), Dense(units: 2, activation: .sigmoid)]

    /// Also with a normalization that inference folds into the weights; a frozen one, so that these alone change.
    static let examples = [
        EngineCase("plain", input: [6, 6, 16], [Conv2D(filters: 32, kernelSize: [3, 3], padding: .same)] + end),
        EngineCase(
            "normalized", input: [6, 6, 16],
            [Conv2D(filters: 32, kernelSize: [3, 3], padding: .same, useBias: false), BatchNormalization()] + end, frozen: [1]),
    ]

    private static func session(_ engine: any Engine, _ example: EngineCase) throws -> any EngineSession {
        let network = try example.network()
        let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 1))
        try session.setParameters(example.parameters(of: network))
        try session.compile(example.compilation)
        return session
    }

    /// The largest batch of the convolution that oneDNN computes, and the smallest that Winograd's algorithm does.
    private static func sizes(_ table: KernelTable, _ example: EngineCase) throws -> (few: Int, many: Int) {
        let session = try #require(try session(FastEngine(threads: 2, table: table), example) as? any DescribingSession)
        let few = try (1...64).last { count in
            let kernels = try session.programDescription(count: count, training: true).stages[0].kernels
            return !kernels.contains { $0.hasPrefix("winograd") }
        }
        let count = try #require(few)
        try #require(count < 64)
        return (count, count + 1)
    }

    @Test(arguments: tables, examples) func trainAlike(_ table: KernelTable, _ example: EngineCase) throws {
        let (few, many) = try Self.sizes(table, example)
        try train(table, example, [many, few, many, few])
        try train(table, example, [few, many, few, many + 1])
    }

    private func train(_ table: KernelTable, _ example: EngineCase, _ counts: [Int]) throws {
        let network = try example.network()
        let tested = try Self.session(FastEngine(threads: 2, table: table), example)
        let trusted = try Self.session(ReferenceEngine(), example)
        func compare(_ name: String, _ found: [Float], _ expected: [Float]) {
            let difference = EngineConformance.difference(
                name, found.map { Double($0) }, expected.map { Double($0) }, tolerance: 1e-4)
            #expect(difference == nil, "\(difference ?? "")")
        }
        for (step, count) in counts.enumerated() {
            let batch = example.batch(step, count: count, of: network)
            compare("step \(step)", try tested.trainStep(batch).outputs, try trusted.trainStep(batch).outputs)
            for (entry, (found, expected)) in zip(network.parameters, zip(try tested.parameters(), try trusted.parameters())) {
                compare("\(entry.name) after step \(step)", found.values, expected.values)
            }
            // Each time by one of two programs of inference.
            let asked = example.batch(9, count: 1 + step % 2, of: network)
            compare("outputs after step \(step)", try tested.predict(asked), try trusted.predict(asked))
        }
    }
}
