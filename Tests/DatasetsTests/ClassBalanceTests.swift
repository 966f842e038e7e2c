import Network
import Plan
import Randomness
import TestSupport
import Testing

@testable import Datasets

@Suite struct ClassBalanceTests {
    /// 11 samples of class 0, 4 of class 1, 2 of class 3, none of class 2.
    private static let labels = [Int](repeating: 0, count: 11) + [1, 1, 1, 1, 3, 3]

    private func schedule(_ seed: UInt64 = 5, batchSize: Int = 4, steps: Int? = nil, profile: Semantics.Profile = .keras3)
        -> EpochSchedule
    {
        EpochSchedule(
            .training, samples: Self.labels.count, batchSize: batchSize, steps: steps, shuffle: true,
            balance: ClassBalance(labels: Self.labels), semantics: Semantics(profile), key: RandomKey(seed: seed))
    }

    private func draws(_ schedule: EpochSchedule, epochs: Range<Int>) throws -> [[ClassBalance.Draw]] {
        let balance = try #require(schedule.balance)
        var order = BalancedOrder()
        return epochs.flatMap { schedule.epoch($0) }.map { order.draws(of: $0, in: schedule, by: balance) }
    }

    /// As often as whole numbers let them be: over the passes, in each pass, and in each batch.
    @Test func eachClassEquallyOften() throws {
        func spread(_ draws: [ClassBalance.Draw]) -> Int {
            let counts = [0, 1, 3].map { label in draws.count { Self.labels[$0.sample] == label } }
            #expect(counts.reduce(0, +) == draws.count)
            return (counts.max() ?? 0) - (counts.min() ?? 0)
        }
        for epoch in 0..<7 {
            let batches = try draws(schedule(), epochs: epoch..<epoch + 1)
            #expect(batches.map(\.count) == [4, 4, 4, 4, 1] || batches.map(\.count).sorted() == [1, 4, 4, 4, 4])
            #expect(batches.allSatisfy { spread($0) <= 1 })
            #expect(spread(batches.flatMap { $0 }) <= 1)
        }
        #expect(spread(try draws(schedule(), epochs: 0..<3).flatMap { $0 }) == 0)
    }

    /// No image of a class comes a second time before all have come once, and so on; a draw says which time it is.
    @Test func eachImageOfAClassEquallyOften() throws {
        var counts: [Int: Int] = [:]
        let schedule = EpochSchedule(
            .training, samples: Self.labels.count, batchSize: 4, shuffle: true, shufflesBatches: false,
            balance: ClassBalance(labels: Self.labels), semantics: Semantics(.keras3), key: RandomKey(seed: 1))
        for draw in try draws(schedule, epochs: 0..<6).flatMap({ $0 }) {
            #expect(counts[draw.sample, default: 0] == draw.round)
            counts[draw.sample, default: 0] += 1
            let label = Self.labels[draw.sample]
            let ofClass = Self.labels.indices.filter { Self.labels[$0] == label }.map { counts[$0, default: 0] }
            #expect((ofClass.max() ?? 0) - (ofClass.min() ?? 0) <= 1)
        }
        #expect(counts.count == Self.labels.count)
    }

    /// A batch is a function of its reference: taken up anywhere, by any thread, it is the same. Another seed draws otherwise.
    @Test func drawsHaveNoMemory() throws {
        for profile in Semantics.Profile.allCases {
            let schedule = schedule(profile: profile)
            let balance = try #require(schedule.balance)
            let references = (0..<4).flatMap { schedule.epoch($0) }
            var running = BalancedOrder()
            let inOrder = references.map { running.draws(of: $0, in: schedule, by: balance) }
            for (reference, expected) in zip(references, inOrder).reversed() {
                var fresh = BalancedOrder()
                #expect(fresh.draws(of: reference, in: schedule, by: balance) == expected)
            }
        }
        #expect(try draws(schedule(5), epochs: 0..<2) != draws(schedule(6), epochs: 0..<2))
    }

    /// Whatever is measured is measured on all images once.
    @Test func onlyTrainingsAreBalanced() {
        for use in [EpochSchedule.Use.validation, .evaluation, .inOrder] {
            let schedule = EpochSchedule(
                use, samples: 17, batchSize: 4, shuffle: true, balance: ClassBalance(labels: Self.labels),
                semantics: Semantics(.keras3), key: RandomKey(seed: 5))
            #expect(schedule.balance == nil)
        }
    }

    /// The data set gives what the draws say, and an image that comes twice in a pass is augmented anew.
    @Test func repeatedImagesDiffer() throws {
        let folder = try TemporaryFolder()
        for shade in 0..<7 { try Samples.png(UInt8(shade * 20), to: "A/\(shade).png", in: folder) }
        try Samples.png(100, to: "B/7.png", in: folder)
        var plan = Samples.folder(folder.url.path)
        plan.sampling = .balanced
        plan.augmentation = .of(RandomBrightness(factor: 0.4))
        let dataset = try Dataset(plan: plan, semantics: Semantics(.keras3), index: .scan(plan))
        for threads in [1, 3] {
            let feed = dataset.feed(dataset.schedule(.training, stream: "s"), epochs: 0..<2, loaderThreads: threads)
            var (labels, shades): ([Int], [Float]) = ([], [])
            while let batch = try feed.next() {
                #expect(batch.labels.filter { $0 == 1 }.count == 2 && batch.count == 4)
                labels += batch.labels
                shades += zip(0..., batch.labels).filter { $1 == 1 }.map { batch.images[$0.0 * 192] }
            }
            #expect(labels.count == 16)
            #expect(shades.count == 8 && Set(shades).count == 8)
        }
    }
}
