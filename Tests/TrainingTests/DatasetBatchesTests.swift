import Datasets
import Diagnostics
import Network
import Plan
import Testing

@testable import Training

@Suite struct DatasetBatchesTests {
    private func dataset(_ semantics: Semantics) throws -> Dataset {
        let plan = DatasetPlan(
            name: "drawn", source: .synthetic(radiographs: SyntheticRadiographs(count: 10)),
            imageSize: DatasetPlan.ImageSize(height: 8, width: 8), batchSize: 4)
        return try Dataset(plan: plan, semantics: semantics, index: DatasetIndex.scan(plan, semantics: semantics))
    }

    private func samples(_ source: DatasetBatches, pass: Int) throws -> [[Int]] {
        let count = try source.beginPass(pass, from: 0)
        var all: [[Int]] = []
        while let batch = try source.next() { all.append(batch.samples) }
        #expect(all.count == count)
        return all
    }

    /// The third pass is the same whether two came before it or none, or one that was left early.
    @Test(arguments: [Semantics.Profile.keras224, .keras3]) func passesStandAlone(_ profile: Semantics.Profile) throws {
        let semantics = Semantics(profile)
        let data = try dataset(semantics)
        let schedule = data.schedule(.training, steps: 2, stream: "training_1")
        let inOrder = DatasetBatches(data, schedule: schedule, passes: 3, loaderThreads: 2)
        let passes = try (0..<3).map { try samples(inOrder, pass: $0) }
        #expect(Set(passes).count == 3)
        #expect(try samples(DatasetBatches(data, schedule: schedule, passes: 3), pass: 2) == passes[2])
        let leftEarly = DatasetBatches(data, schedule: schedule, passes: 3)
        _ = try leftEarly.beginPass(0, from: 0)
        _ = try leftEarly.next()
        #expect(try samples(leftEarly, pass: 2) == passes[2])
        // Under Keras 3 a round of three batches is cut into two and one.
        #expect(passes.map(\.count) == (profile == .keras3 ? [2, 1, 2] : [2, 2, 2]))
    }

    /// A pass that begins in its middle gives what the whole one gives from there, and so do the passes after it.
    @Test(arguments: Semantics.Profile.allCases, [DatasetPlan.RandomSource.stateless, .numpyLegacy])
    func passesBeginAnywhere(_ profile: Semantics.Profile, _ rng: DatasetPlan.RandomSource) throws {
        let plan = DatasetPlan(
            name: "drawn", source: .synthetic(radiographs: SyntheticRadiographs(count: 10)),
            imageSize: DatasetPlan.ImageSize(height: 8, width: 8), batchSize: 4,
            augmentation: [try #require(OneOf(ImageDataGenerator(rotationRange: 30, horizontalFlip: true)))], rng: rng)
        let data = try Dataset(
            plan: plan, semantics: Semantics(profile), index: DatasetIndex.scan(plan, semantics: Semantics(profile)))
        for (use, steps) in [(EpochSchedule.Use.training, 5), (.training, nil), (.validation, 2), (.evaluation, nil)] {
            let schedule = data.schedule(use, steps: steps, stream: "s")
            func pass(_ source: DatasetBatches, _ index: Int, from batch: Int = 0) throws -> [[Float]] {
                let count = try source.beginPass(index, from: batch)
                var all: [[Float]] = []
                while let batch = try source.next() { all.append(batch.images) }
                #expect(all.count == count - batch)
                return all
            }
            let whole = DatasetBatches(data, schedule: schedule, passes: 3, loaderThreads: 2)
            let passes = try (0..<3).map { try pass(whole, $0) }
            for index in 0..<2 {
                for batch in 0...passes[index].count {
                    let source = DatasetBatches(data, schedule: schedule, passes: 3, loaderThreads: 2)
                    #expect(try pass(source, index, from: batch) == Array(passes[index][batch...]), "\(use) \(index) \(batch)")
                    #expect(try pass(source, index + 1) == passes[index + 1], "\(use) after \(index) \(batch)")
                }
            }
        }
    }

    @Test func namesSamples() throws {
        let data = try dataset(Semantics(.keras3))
        let source = DatasetBatches(data, schedule: data.schedule(.inOrder, stream: "p"))
        #expect(source.name(ofSample: 3) == data.index.samples[3].path)
        #expect(source.name(ofSample: 99) == "sample 99")
    }
}
