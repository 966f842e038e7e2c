import Engine
import Network
import Randomness
import Testing

@testable import EngineReference

/// `compile` gives a model a fresh optimizer (Keras: a new object for `optimizer='adam'`): rate, moments and step begin anew.
struct RecompileTests {
    private func session() throws -> ReferenceSession {
        let dense = try #require(OneOf<LayerFamily>(Dense(units: 2, activation: .sigmoid)))
        let network = try NetworkDefinition(input: Shape([3]), layers: [(name: "dense", layer: dense)])
        return try ReferenceSession(network: network, semantics: Semantics(.keras224), key: RandomKey(seed: 3))
    }

    private let compilation = Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: [])
    private let batch = EngineBatch(count: 2, inputs: [0.5, -1, 2, 1, 0, -0.25], targets: [1, 0, 0, 1])

    @Test func theOptimizerBeginsAnew() throws {
        let used = try session()
        try used.compile(compilation)
        for _ in 0..<3 { _ = try used.trainStep(batch) }
        used.learningRate = 2e-4
        let values = try used.parameters()
        try used.compile(compilation)
        #expect(used.learningRate == 1e-3)
        #expect(try used.parameters() == values)

        let fresh = try session()
        try fresh.setParameters(values)
        try fresh.compile(compilation)
        _ = try used.trainStep(batch)
        _ = try fresh.trainStep(batch)
        #expect(try used.parameters() == fresh.parameters())
        #expect(try used.parameters() != values)
    }
}
