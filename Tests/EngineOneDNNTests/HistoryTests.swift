import Engine
import EngineOneDNN
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// What a session has done before leaves no trace in what it computes: programs share memory, and transformed weights, folded
/// normalizations and copies in other layouts are made anew where parameters have changed.
struct HistoryTests {
    /// Every kernel, with a normalization behind pooling, one that is folded where it is fixed, and one on Dense inputs.
    private static let layers: [any Layer] = [
        Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(),
        Conv2D(filters: 24, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu),
        Conv2D(filters: 17, kernelSize: [1, 1], activation: .relu),
        Conv2D(filters: 32, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(),
        Conv2D(filters: 9, kernelSize: [2, 2], activation: .tanh), Flatten(), Dense(units: 32, activation: .relu),
        BatchNormalization(), Dense(units: 2, activation: .sigmoid),
    ]

    private static func example(_ profile: Semantics.Profile) -> EngineCase {
        EngineCase("history", input: [22, 19, 3], layers, weighted: true).under(profile)
    }

    /// What is done, one after the other.
    private enum Deed {
        case train(Int), evaluate(Int), predict(Int), setParameters, freeze(Set<Int>)
    }

    private static let deeds: [Deed] = [
        .predict(2), .train(3), .evaluate(5), .train(7), .predict(1), .train(2), .setParameters, .evaluate(3), .train(7),
        .freeze([0, 1, 2, 3, 4]), .evaluate(2), .train(4), .evaluate(9), .setParameters, .train(4), .freeze([3, 13]), .train(5),
        .predict(9), .freeze([]), .train(1),
    ]

    @Test(arguments: [Semantics.Profile.keras224, .keras3], FastConformanceTests.tables.map(Optional.some) + [nil])
    func aSessionIsItsParameters(_ profile: Semantics.Profile, _ table: KernelTable?) throws {
        let example = Self.example(profile)
        let network = try example.network()
        let engine: any Engine = if let table { FastEngine(threads: 2, table: table) } else { OneDNNEngine(threads: 2) }
        var compilation = example.compilation
        func make() throws -> any GradientSession {
            let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 2))
            try session.compile(compilation)
            return try #require(session as? any GradientSession)
        }
        let session = try make()
        for (number, deed) in Self.deeds.enumerated() {
            func batch(_ count: Int) -> EngineBatch { example.batch(number, count: count, of: network) }
            switch deed {
            case .train(let count): _ = try session.trainStep(batch(count))
            case .evaluate(let count): _ = try session.evaluate(batch(count))
            case .predict(let count): _ = try session.predict(batch(count))
            case .setParameters: try session.setParameters(example.parameters(of: network))
            case .freeze(let layers):
                compilation.frozen = Set(layers.map { "layer_\($0)" })
                try session.compile(compilation)
            }
            let fresh = try make()
            try fresh.setParameters(session.parameters())
            let (found, expected) = (try session.evaluate(batch(4)), try fresh.evaluate(batch(4)))
            #expect(found.outputs == expected.outputs && found.loss == expected.loss, "evaluate after \(number): \(deed)")
            let (slopes, right) = (try session.gradients(batch(4)), try fresh.gradients(batch(4)))
            #expect(slopes.loss == right.loss && slopes.gradients == right.gradients, "gradients after \(number): \(deed)")
        }
    }

    /// Moving means far from the batch's, about which kernels sum: the statistics are made again.
    @Test(arguments: FastConformanceTests.tables)
    func statisticsDoNotNeedMovingMeansThatAreNear(_ table: KernelTable) throws {
        let example = Self.example(.keras3)
        let network = try example.network()
        let batch = example.batch(0, count: 4, of: network)
        var parameters = example.parameters(of: network)
        for (index, entry) in network.parameters.enumerated() where entry.parameter.name == "moving_mean" {
            for channel in parameters[index].values.indices where channel % 3 != 0 { parameters[index].values[channel] = 300 }
        }
        let results = try [FastEngine(threads: 2, table: table) as any Engine, ReferenceEngine()].map { engine in
            let session = try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 2))
            try session.compile(example.compilation)
            try session.setParameters(parameters)
            return try #require(session as? any GradientSession).gradients(batch)
        }
        #expect(abs(results[0].loss - results[1].loss) < 1e-4 * abs(results[1].loss))
        for (entry, (found, expected)) in zip(network.parameters, zip(results[0].gradients, results[1].gradients))
        where entry.parameter.name == "kernel" || entry.parameter.name == "gamma" {
            let difference = EngineConformance.difference(
                entry.name, found.values.map { Double($0) }, expected.values.map { Double($0) }, tolerance: 1e-3)
            #expect(difference == nil, "\(difference ?? "")")
        }
    }
}
