import Diagnostics
import Network
import Plan
import TestSupport
import Testing

@testable import Datasets

/// Batches against those of keras-preprocessing 1.1.0; see `make_legacy_batches.py`.
@Suite struct LegacyReplayTests {
    private static let damaged = ImageDataGenerator(
        rotationRange: 30, brightnessRange: [0.5, 1.5], shearRange: 0.2, zoomRange: [0.8, 1.2], channelShiftRange: 0.9,
        horizontalFlip: true, rescale: 1 / 255)

    private static var shifted: ImageDataGenerator {
        var generator = damaged
        generator.widthShiftRange = 0.2
        generator.heightShiftRange = 0.1
        generator.verticalFlip = true
        return generator
    }

    private func check(_ name: String, _ generator: ImageDataGenerator, _ change: (inout DatasetPlan) -> Void) throws {
        var plan = Samples.folder(Fixtures.url("datasets/legacy").path)
        plan.imageSize = .init(height: 16, width: 16)
        plan.rng = .numpyLegacy
        plan.augmentation = .of(generator)
        change(&plan)
        let dataset = try Dataset(plan: plan, semantics: Semantics(.keras224), index: .scan(plan))
        let feed = dataset.feed(dataset.schedule(.training, steps: 5, stream: "any"), epochs: 0..<1, loaderThreads: 2)
        var (images, labels, samples): ([Float], [Int], [Int]) = ([], [], [])
        while let batch = try feed.next() {
            images += batch.images
            labels += batch.labels
            samples += batch.samples
        }
        let expected = try NPY(fixture: "datasets/\(name).images.npy")
        #expect(samples == (try NPY(fixture: "datasets/\(name).samples.npy")).values.map { Int($0) })
        #expect(labels == (try NPY(fixture: "datasets/\(name).labels.npy")).values.map { Int($0) })
        #expect(expected.shape == [19, plan.imageSize.height, plan.imageSize.width, plan.colorMode.channels])
        try #require(images.count == expected.values.count)
        #expect(zip(images, expected.floats).allSatisfy { abs($0 - $1) <= 1e-6 })
    }

    @Test func theNotebooksDamagedImages() throws { try check("damaged", Self.damaged) { $0.seed = 42 } }

    @Test func shiftsInGreyOnAnOblong() throws {
        try check("shifted", Self.shifted) {
            $0.seed = 7
            $0.colorMode = .grayscale
            $0.imageSize = .init(height: 14, width: 18)
        }
    }

    @Test func withoutShuffle() throws {
        try check("ordered", Self.damaged) {
            $0.seed = 1
            $0.shuffle = false
        }
    }

    @Test func seedsThatNumPyRefuses() throws {
        var plan = Samples.folder(Fixtures.url("datasets/legacy").path)
        plan.rng = .numpyLegacy
        plan.seed = -1
        let index = try DatasetIndex.scan(plan)
        #expect(throws: Diagnostic.self) { try Dataset(plan: plan, semantics: Semantics(.keras224), index: index) }
    }
}
