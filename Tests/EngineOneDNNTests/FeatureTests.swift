import Engine
import Foundation
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

    /// What memory does not hold lies on the disk, in a file without a name; what neither holds is not kept.
    @Test func theRestIsKeptOnTheDisk() throws {
        let folder = try TemporaryFolder()
        let layout = try Layout.keras([4, 25])
        let store = FeatureStore(
            layout: layout, versions: [], budget: 250, disk: DiskBudget(folder: folder.url.path + "/cache", bytes: 399))
        for identity in 0..<7 { store.insert([Float](repeating: Float(identity), count: 25), for: identity) }
        let expected = (0..<7).map { $0 < 5 ? [Float](repeating: Float($0), count: 25) : nil }
        #expect((0..<7).map { store[$0] } == expected)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/cache").isEmpty)
    }

    /// A folder that cannot be made, or a disk without room: nothing is kept, and nothing fails.
    @Test(arguments: ["/proc/none", "/dev/full/none"]) func aDiskThatRefusesKeepsNothing(folder: String) throws {
        let layout = try Layout.keras([4, 25])
        let store = FeatureStore(layout: layout, versions: [], budget: 0, disk: DiskBudget(folder: folder, bytes: 1 << 20))
        store.insert([Float](repeating: 1, count: 25), for: 0)
        #expect(store[0] == nil)
        #expect(FeatureFile(DiskBudget(folder: folder, bytes: 1 << 20), size: 25) == nil)
    }

    /// The cut is where one value crosses from what is fixed to what is not, above branches that are frozen.
    @Test(arguments: [0, 9_000, 1 << 30]) func frozenBranchesAreKept(budget: Int) throws {
        let example = try #require(EngineConformance.cases.first { $0.name == "frozen blocks below a head" })
        let folder = try TemporaryFolder()
        func session() throws -> OneDNNSession {
            let session = try OneDNNSession(
                network: example.network(), semantics: Semantics(.keras3), key: RandomKey(seed: 3),
                parallel: Parallel(threads: 2),
                kernels: FastKernels(KernelTable.current()), featureBudget: budget,
                featureDisk: DiskBudget(folder: folder.url.path, bytes: 30_000))
            try session.setParameters(example.parameters(of: session.network))
            try session.compile(example.compilation)
            return session
        }
        let (whole, split) = (try session(), try session())
        #expect(try split.programDescription(count: 2, training: true).features?.layer == "layer_11")
        for step in 0..<3 {
            var batch = example.batch(0, count: 4, of: whole.network)
            let loss = try whole.trainStep(batch).loss
            batch.identities = [5, 6, 7, 8]
            // The samples are not looked at again.
            if step > 0, budget > 0 { batch.inputs = [Float](repeating: .nan, count: batch.inputs.count) }
            #expect(try split.trainStep(batch).loss == loss)
        }
        #expect(try whole.parameters() == split.parameters())
    }

    /// Where the head reads a frozen value and one below it, or the samples, the cut lies lower, or nowhere.
    @Test func theCutIsWhereOneValueCrosses() throws {
        func conv(_ filters: Int) -> Conv2D { Conv2D(filters: filters, kernelSize: [3, 3], padding: .same) }
        func kept(_ layers: [any Layer], _ reads: [Int: [Int]], frozen: Set<Int>) throws -> String? {
            let example = EngineCase("cut", input: [16, 16, 3], layers, reads: reads, frozen: frozen)
            let session = try FastEngine(threads: 1).makeSession(
                network: example.network(), semantics: example.semantics, key: RandomKey(seed: 1))
            try session.compile(example.compilation)
            return try (session as? OneDNNSession)?.programDescription(count: 2, training: true).features?.layer
        }
        let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]
        let layers: [any Layer] = [conv(64), conv(64), conv(64), conv(64), Add()] + end
        #expect(try kept(layers, [4: [1, 3]], frozen: [0, 1, 2, 3]) == "layer_5")
        #expect(try kept(layers, [4: [1, 3]], frozen: [0, 1, 2]) == "layer_1")
        // Too little work for so many bytes, then one that the samples cross beside.
        #expect(try kept(layers, [4: [0, 3]], frozen: [0, 1, 2]) == nil)
        #expect(try kept([conv(64), conv(64), conv(3), Add()] + end, [3: [-1, 2]], frozen: [0, 1]) == nil)
        let random: [any Layer] = [conv(64), conv(64), Dropout(rate: 0.5), conv(64), Add()] + end
        #expect(try kept(random, [4: [1, 3]], frozen: [0, 1, 3]) == "layer_1")
    }
}
