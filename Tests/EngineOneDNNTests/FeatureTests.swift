import Engine
import Network
import Randomness
import TestSupport
import Testing

@testable import EngineOneDNN

/// Outputs of a frozen prefix that are kept for samples which come again.
struct FeatureTests {
    private static let layers: [any Layer] = [
        Conv2D(filters: 16, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(),
        Conv2D(filters: 17, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu),
        Conv2D(filters: 32, kernelSize: [5, 5], activation: .relu), Dropout(rate: 0.4), Flatten(),
        Dense(units: 16, activation: .relu),
        Dense(units: 2, activation: .sigmoid),
    ]

    /// A session with everything frozen below the Dense layers.
    private static func session(
        _ profile: Semantics.Profile = .keras3, frozen: Int = 7, budget: Int = 1 << 30, threads: Int = 2
    ) throws -> OneDNNSession {
        let example = EngineCase("features", input: [20, 20, 3], layers)
        let session = try OneDNNSession(
            network: example.network(), semantics: Semantics(profile), key: RandomKey(seed: 3),
            parallel: Parallel(threads: threads), kernels: FastKernels(KernelTable.current()), featureBudget: budget)
        try session.setParameters(example.parameters(of: session.network))
        try session.compile(
            Compilation(
                loss: BinaryCrossentropy(), optimizer: Adam(learningRate: 0.01), frozen: Set((0..<frozen).map { "layer_\($0)" })))
        return session
    }

    /// Samples of these numbers, of which each has its own inputs.
    private static func batch(_ numbers: [Int], isKnown: Bool = true) -> EngineBatch {
        let width = 20 * 20 * 3
        return EngineBatch(
            count: numbers.count, inputs: numbers.flatMap { RandomKey(seed: 9).with($0).floats(width, from: -1, to: 1) },
            targets: numbers.flatMap { $0 % 2 == 0 ? [1, 0] : [0, 1] as [Float] }, identities: isKnown ? numbers : nil)
    }

    private static let batches = [[0, 1, 2, 3], [4, 5, 6, 7], [3, 0, 6, 2], [8, 1, 9], [7, 7, 0, 5], [9]]

    private func train(_ session: OneDNNSession, isKnown: Bool) throws -> (losses: [Double], parameters: [Tensor]) {
        var losses: [Double] = []
        for numbers in Self.batches {
            losses.append(try session.trainStep(Self.batch(numbers, isKnown: isKnown)).loss)
            losses.append(try session.evaluate(Self.batch(numbers, isKnown: isKnown)).loss)
        }
        return (losses, try session.parameters())
    }

    @Test(arguments: [0, 60_000, 1 << 30], [1, 3])
    func theBytesAreThoseOfTheWholeNetwork(budget: Int, threads: Int) throws {
        let whole = try train(Self.session(), isKnown: false)
        let split = try train(Self.session(budget: budget, threads: threads), isKnown: true)
        #expect(whole.losses == split.losses)
        #expect(whole.parameters == split.parameters)
    }

    @Test func batchStatisticsAreNotKept() throws {
        let whole = try train(Self.session(.keras224), isKnown: false)
        let split = try train(Self.session(.keras224), isKnown: true)
        #expect(whole.losses == split.losses)
        #expect(whole.parameters == split.parameters)
    }

    @Test func whatASampleShowsIsNotLookedAtAgain() throws {
        let session = try Self.session()
        let first = try session.predict(Self.batch([1, 2]))
        var other = Self.batch([1, 2])
        other.inputs = Self.batch([3, 4]).inputs
        #expect(try session.predict(other) == first)
        other.identities = [3, 4]
        #expect(try session.predict(other) != first)
    }

    /// A frozen prefix gives the same in training and in inference, under Keras 3: it is kept once.
    @Test func trainingAndInferenceShareFeatures() throws {
        let session = try Self.session(budget: 4 * 4 * 16 * 32 * 4)
        _ = try session.trainStep(Self.batch([1, 2, 3, 4]))
        var other = Self.batch([1, 2, 3, 4])
        let known = try session.predict(other)
        other.inputs = Self.batch([5, 6, 7, 8]).inputs
        #expect(try session.predict(other) == known)
        other.identities = nil
        #expect(try session.predict(other) != known)
    }

    /// New parameters below, and another set of frozen layers.
    @Test func featuresGoWithWhatTheyWereMadeBy() throws {
        let (session, fresh) = (try Self.session(), try Self.session())
        _ = try session.predict(Self.batch([1, 2]))
        var parameters = try session.parameters()
        for index in parameters[0].values.indices { parameters[0].values[index] *= 0.5 }
        try session.setParameters(parameters)
        try fresh.setParameters(parameters)
        #expect(try session.predict(Self.batch([1, 2])) == fresh.predict(Self.batch([1, 2], isKnown: false)))

        for session in [session, fresh] {
            try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: ["layer_0"]))
            _ = try session.trainStep(Self.batch([1, 2], isKnown: false))
        }
        #expect(try session.predict(Self.batch([1, 2])) == fresh.predict(Self.batch([1, 2], isKnown: false)))
    }

    @Test func theStoreKeepsItsBudget() throws {
        let layout = try Layout.keras([4, 25])
        let store = FeatureStore(layout: layout, versions: [1, 2], budget: 250)
        for identity in 0..<5 { store.insert([Float](repeating: Float(identity), count: 25), for: identity) }
        #expect(store[0] != nil && store[1] != nil && store[2] == nil)
    }
}
