import Engine
import Network
import Randomness
import TestSupport
import Testing

@testable import EngineReference

/// The reference engine against Keras 3.15 in float64: what remains is the rounding of outputs and parameters to floats.
struct KerasTests {
    private static let tolerance = 1e-6

    private func session(_ fixture: KerasFixture, _ profile: Semantics.Profile) throws -> ReferenceSession {
        let network = try fixture.network()
        let session = try ReferenceSession(network: network, semantics: Semantics(profile), key: RandomKey(seed: 0))
        try session.setParameters(try fixture.tensors(of: network))
        try session.compile(fixture.compilation)
        return session
    }

    private func expectEqual(_ name: String, _ found: [Float], _ expected: [Double], scale: Double = 0) {
        let difference = EngineConformance.difference(
            name, found.map { Double($0) }, expected, tolerance: Self.tolerance, scale: scale)
        #expect(difference == nil)
    }

    @Test func thereAreFixtures() { #expect(KerasFixture.keras3.count == 28) }

    @Test(arguments: KerasFixture.keras3)
    func outputsAndLosses(_ fixture: KerasFixture) throws {
        let session = try session(fixture, .keras3)
        expectEqual("predict", try session.predict(fixture.batch), fixture.outputs)
        let evaluated = try session.evaluate(fixture.batch)
        expectEqual("evaluate", evaluated.outputs, fixture.outputs)
        #expect(abs(evaluated.loss - fixture.evaluatedLoss) <= 1e-9 * fixture.evaluatedLoss)
        let trained = try session.trainStep(fixture.batch)
        expectEqual("training", trained.outputs, fixture.trainingOutputs)
        #expect(abs(trained.loss - fixture.trainingLoss) <= 1e-9 * fixture.trainingLoss)
    }

    @Test(arguments: KerasFixture.keras3)
    func gradients(_ fixture: KerasFixture) throws {
        let session = try session(fixture, .keras3)
        try compareGradients(session, fixture)
    }

    private func compareGradients(_ session: ReferenceSession, _ fixture: KerasFixture) throws {
        let (loss, gradients) = try session.gradients(fixture.batch)
        #expect(abs(loss - fixture.trainingLoss) <= 1e-9 * fixture.trainingLoss)
        // A bias before batch normalization has a gradient of zero but for rounding, so the network's largest sets the scale.
        let largest = fixture.gradients.joined().reduce(0) { max($0, abs($1)) }
        for (entry, (found, expected)) in zip(session.network.parameters, zip(gradients, fixture.gradients)) {
            let expected = expected.isEmpty ? [Double](repeating: 0, count: entry.parameter.count) : expected
            expectEqual(entry.name, found.values, expected, scale: 0.01 * largest)
        }
    }

    @Test(arguments: KerasFixture.keras3)
    func threeStepsOfAdam(_ fixture: KerasFixture) throws {
        let session = try session(fixture, .keras3)
        for _ in 0..<3 { _ = try session.trainStep(fixture.batch) }
        let expected = try #require(fixture.afterThreeSteps)
        let roundingOnly = try parametersWithoutGradient(fixture)
        for (index, (entry, (found, expected))) in zip(session.network.parameters, zip(try session.parameters(), expected))
            .enumerated()
        where !roundingOnly.contains(index) {
            expectEqual(entry.name, found.values, expected)
        }
    }

    /// Biases before batch normalization: Adam makes whole steps of their rounding, in Keras as here, in directions that mean nothing.
    private func parametersWithoutGradient(_ fixture: KerasFixture) throws -> Set<Int> {
        let network = try fixture.network()
        return Set(
            network.parameters.indices.filter { index in
                let layer = network.parameters[index].layer
                return network.parameters[index].parameter.name == "bias" && layer + 1 < network.layers.count
                    && network.layers[layer + 1].layer.name == BatchNormalization.kind && !fixture.frozen.contains(layer + 1)
            })
    }

    /// Under keras-2.2.4 a frozen normalization runs on the batch's statistics, and they flow back to what lies below.
    @Test func frozenNormalizationOf224() throws {
        let fixture = try KerasFixture.read("engine/keras224.json", as: Frozen.self).frozen
        let session = try session(fixture, .keras224)
        let before = try session.parameters()
        try compareGradients(session, fixture)
        expectEqual("training", try session.trainStep(fixture.batch).outputs, fixture.trainingOutputs)
        #expect(Array(try session.parameters()[2...5]) == Array(before[2...5]))
        #expect(try session.parameters()[0] != before[0])
    }

    private struct Frozen: Decodable { var frozen: KerasFixture }
}
