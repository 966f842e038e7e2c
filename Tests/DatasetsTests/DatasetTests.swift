import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetTests {
    private let semantics = Semantics(.keras3)

    private func dataset(_ plan: DatasetPlan, cache: PixelCache? = nil) throws -> Dataset {
        try Dataset(plan: plan, semantics: semantics, index: .scan(plan), cache: cache)
    }

    private func batches(_ dataset: Dataset, threads: Int = 1, epochs: Range<Int> = 0..<2, stream: String = "s") throws -> [Batch]
    {
        let feed = dataset.feed(dataset.schedule(.training, stream: stream), epochs: epochs, loaderThreads: threads)
        var batches: [Batch] = []
        while let batch = try feed.next() { batches.append(batch) }
        return batches
    }

    private func damaged(_ folder: TemporaryFolder) -> DatasetPlan {
        var plan = Samples.folder(folder.url.path)
        plan.augmentation = .of(RandomBrightness(factor: 0.4), RandomRotation(degrees: 20), Rescale(scale: 1 / 255))
        return plan
    }

    /// A shade names its sample, so pixels, labels and samples can be told to belong together.
    @Test func imagesLabelsAndSamplesBelongTogether() throws {
        let folder = try Samples.shades(11)
        let plain = try dataset(Samples.folder(folder.url.path))
        let all = try batches(plain, epochs: 0..<1)
        #expect(all.map(\.count).sorted() == [3, 4, 4])
        for batch in all {
            #expect(batch.images.count == batch.count * 8 * 8 * 3)
            for place in 0..<batch.count {
                let shade = batch.images[place * 192..<(place + 1) * 192]
                #expect(Set(shade).count == 1)
                let value = Int(shade.first ?? -1)
                #expect(batch.labels[place] == value % 2)
                #expect(
                    plain.index.samples[batch.samples[place]].path.hasSuffix(String(String(value + 1000).dropFirst()) + ".png"))
            }
        }
        #expect(all.flatMap(\.samples).sorted() == Array(0..<11))
    }

    @Test func threadsNeverChangeAByte() throws {
        let folder = try Samples.shades(11)
        let one = try batches(try dataset(damaged(folder)), threads: 1)
        for threads in [2, 3] {
            let many = try batches(try dataset(damaged(folder)), threads: threads)
            #expect(many.map(\.samples) == one.map(\.samples))
            #expect(many.map { $0.images.map(\.bitPattern) } == one.map { $0.images.map(\.bitPattern) })
        }
    }

    @Test func drawsDependOnSeedStreamAndPass() throws {
        let folder = try Samples.shades(11)
        var plan = damaged(folder)
        let first = try batches(try dataset(plan))
        #expect(try batches(try dataset(plan)).map(\.images) == first.map(\.images))
        #expect(try batches(try dataset(plan), stream: "other").map(\.samples) != first.map(\.samples))
        #expect(first[0..<3].map(\.samples) != first[3..<6].map(\.samples))
        // An epoch is what it is, whether or not the ones before it were read.
        #expect(try batches(try dataset(plan), epochs: 1..<2).map(\.images) == first[3..<6].map(\.images))
        plan.seed = 1
        #expect(try batches(try dataset(plan)).map(\.samples) != first.map(\.samples))
    }

    @Test func theCacheKeepsItsBudget() throws {
        let folder = try Samples.shades(10)
        var plan = Samples.folder(folder.url.path)
        // The shades are grey, so one channel of three is kept.
        let image = 8 * 8
        plan.cacheBytes = 4 * image + 5
        let some = try dataset(plan)
        let first = try batches(some)
        #expect(some.cache.bytes == 4 * image)
        plan.cacheBytes = 0
        let none = try dataset(plan)
        #expect(try batches(none).map(\.images) == first.map(\.images))
        #expect(none.cache.bytes == 0)
        plan.cacheBytes = 1 << 20
        let shared = PixelCache(budget: 1 << 20)
        _ = try batches(try dataset(plan, cache: shared))
        #expect(shared.bytes == 10 * image)
        // The files are not read again: another data set on the same cache needs none of them.
        let index = try DatasetIndex.scan(plan)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("A"))
        let other = try Dataset(plan: plan, semantics: semantics, index: index, cache: shared)
        #expect(try batches(other).map(\.images) == first.map(\.images))
        plan.imageSize.height = 4
        let smaller = try Dataset(plan: plan, semantics: semantics, index: index, cache: shared)
        #expect(throws: Diagnostic.self) { try batches(smaller) }
    }

    @Test func aBrokenFileFailsByDefault() throws {
        let folder = try Samples.shades(6)
        try folder.write("<html>", to: "A/000.png")
        let broken = try dataset(Samples.folder(folder.url.path))
        do {
            _ = try batches(broken)
            Issue.record("a web page was taken for an image")
        } catch let error as Diagnostic {
            #expect(error.id == "undecodable-image" && error.outcome == .invalid)
            #expect(error.message.contains(folder.url.path + "/A/000.png"))
            #expect(!error.help.isEmpty)
        }
    }

    @Test func skippedFilesLeaveTheIndex() throws {
        let folder = try Samples.shades(6)
        try folder.write("<html>", to: "A/002.png")
        try Data(Data(contentsOf: folder.url.appendingPathComponent("B/003.png")).prefix(60)).write(
            to: folder.url.appendingPathComponent("B/003.png"))
        var plan = Samples.folder(folder.url.path)
        plan.onError = .skip
        let kept = try dataset(plan)
        #expect(kept.index.samples.map(\.path) == ["A/000.png", "A/004.png", "B/001.png", "B/005.png"])
        #expect(kept.schedule(.training, stream: "s").batches == 1)
        #expect(try batches(kept, epochs: 0..<1).flatMap(\.samples).sorted() == [0, 1, 2, 3])
        #expect(kept.remarks.map(\.id) == ["skipped-images"] && kept.remarks[0].severity == .warning)
        #expect(kept.remarks[0].help.count == 2 && kept.remarks[0].help[0].contains("A/002.png"))
        for name in ["A/000.png", "A/004.png", "B/001.png", "B/005.png"] { try folder.write("", to: name) }
        #expect(throws: Diagnostic.self) { try dataset(plan) }
    }

    @Test func aFileThatVanishesIsMissingInput() throws {
        let folder = try Samples.shades(4)
        let gone = try dataset(Samples.folder(folder.url.path))
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("B/001.png"))
        do {
            _ = try batches(gone)
            Issue.record("a file that is gone was read")
        } catch let error as Diagnostic {
            #expect(error.id == "missing-image" && error.outcome == .missingInput)
        }
    }

    @Test(arguments: [(0, 8, 4), (8, -1, 4), (8, 8, 0), (1 << 20, 1 << 20, 32), (.max, .max, .max)])
    func sizesThatAreNoBatch(height: Int, width: Int, batchSize: Int) throws {
        let folder = try Samples.shades(4)
        var plan = Samples.folder(folder.url.path, batchSize: batchSize)
        plan.imageSize = .init(height: height, width: width)
        #expect(throws: Diagnostic.self) { try dataset(plan) }
    }

    @Test func coloursSurviveTheCache() throws {
        let plan = Samples.folder(Fixtures.url("datasets/legacy").path)
        let coloured = try dataset(plan)
        let first = try batches(coloured, epochs: 0..<1)
        #expect(coloured.cache.bytes == 11 * 8 * 8 * 3)
        #expect(try batches(coloured, epochs: 0..<1).map(\.images) == first.map(\.images))
    }

    @Test func sixteenBitGreyIsRemarked() throws {
        let folder = try Samples.shades(4)
        try FileManager.default.copyItem(
            at: Fixtures.url("datasets/grey16.png"), to: folder.url.appendingPathComponent("A/deep.png"))
        let deep = try dataset(Samples.folder(folder.url.path))
        #expect(deep.remarks.isEmpty)
        _ = try batches(deep, threads: 2)
        #expect(deep.remarks.map(\.id) == ["sixteen-bit-image"] && deep.remarks[0].severity == .lint)
        #expect(deep.remarks[0].message.contains("'A/deep.png'"))
    }

    @Test func phantomsAreSamplesToo() throws {
        var plan = DatasetPlan(
            name: "drawn", source: .synthetic(radiographs: .init(count: 10, balance: 0.3, seed: 9)),
            imageSize: .init(height: 20, width: 24),
            batchSize: 4)
        let drawn = try dataset(plan)
        #expect(drawn.index.counts == [7, 3])
        let colour = try batches(drawn, epochs: 0..<1)
        #expect(colour.flatMap(\.samples).sorted() == Array(0..<10))
        #expect(drawn.cache.bytes == 10 * 20 * 24)
        plan.colorMode = .grayscale
        let grey = try batches(try dataset(plan), epochs: 0..<1)
        #expect(grey[0].images == stride(from: 0, to: colour[0].images.count, by: 3).map { colour[0].images[$0] })
        plan.limit = 2
        plan.classes = ["PNEUMONIA", "NORMAL"]
        #expect(try DatasetIndex.scan(plan).samples.map(\.origin) == [.phantom(7), .phantom(8), .phantom(0), .phantom(1)])
        plan.source = .synthetic(radiographs: .init(count: 10, balance: 0))
        #expect(Samples.diagnostics(plan).map(\.id) == ["empty-class"])
        plan.source = .synthetic(radiographs: .init(count: .max))
        #expect(Samples.diagnostics(plan).map(\.id) == ["too-many-images"])
        plan.classes = ["SICK"]
        plan.source = .synthetic(radiographs: .init(count: 10))
        #expect(Samples.diagnostics(plan).map(\.id) == ["unknown-class"])
    }

    // MARK: What is kept on the disk

    private func stored(_ plan: DatasetPlan, in folder: TemporaryFolder) throws -> [Batch] {
        let store = PixelStore(folder: folder.url.appendingPathComponent("cache").path, limit: 1 << 24)
        return try batches(Dataset(plan: plan, semantics: semantics, index: .scan(plan), store: store))
    }

    /// Colours, grey, deep grey: the same batches without a store, from an empty one, and from one that another has filled.
    @Test func theStoreChangesNoByte() throws {
        let folder = try Samples.shades(6)
        for (number, name) in ["legacy/NORMAL", "legacy/PNEUMONIA"].enumerated() {
            for file in try FileManager.default.contentsOfDirectory(
                at: Fixtures.url("datasets/\(name)"), includingPropertiesForKeys: nil)
            {
                let target = folder.url.appendingPathComponent("\(number == 0 ? "A" : "B")/\(file.lastPathComponent)")
                try FileManager.default.copyItem(at: file, to: target)
            }
        }
        try FileManager.default.copyItem(
            at: Fixtures.url("datasets/grey16.png"), to: folder.url.appendingPathComponent("A/deep.png"))
        let place = try TemporaryFolder()
        for interpolation in DatasetPlan.Interpolation.allCases {
            for mode in DatasetPlan.ColorMode.allCases {
                var plan = damaged(folder)
                (plan.interpolation, plan.colorMode) = (interpolation, mode)
                let expected = try batches(try dataset(plan))
                for _ in 0..<2 {
                    let got = try stored(plan, in: place)
                    #expect(got.map { $0.images.map(\.bitPattern) } == expected.map { $0.images.map(\.bitPattern) })
                }
            }
        }
        let store = PixelStore(folder: place.url.appendingPathComponent("cache").path, limit: 1 << 24)
        let plan = damaged(folder)
        let again = try Dataset(plan: plan, semantics: semantics, index: .scan(plan), store: store)
        _ = try batches(again)
        // What is remarkable about a file is so without decoding it.
        #expect(again.remarks.map(\.id) == ["sixteen-bit-image"])
    }

    /// What the store holds is not in memory as well; what it does not take is.
    @Test(arguments: [(1 << 24, 0), (1000, 10)])
    func storedImagesAreNotInMemory(limit: Int, inMemory: Int) throws {
        let folder = try Samples.shades(10)
        let place = try TemporaryFolder()
        let plan = Samples.folder(folder.url.path)
        let expected = try batches(try dataset(plan))
        for _ in 0..<2 {
            let store = PixelStore(folder: place.url.appendingPathComponent("cache").path, limit: limit)
            let data = try Dataset(plan: plan, semantics: semantics, index: .scan(plan), store: store)
            #expect(try batches(data).map(\.images) == expected.map(\.images))
            #expect(data.cache.bytes == inMemory * 8 * 8)
        }
    }

    /// Segments that are cut short, damaged or deleted while two data sets read them.
    @Test(arguments: 0..<3)
    func theStoreMayBeDamagedWhileItIsRead(damage: Int) throws {
        let folder = try Samples.shades(11)
        let place = try TemporaryFolder()
        let plan = damaged(folder)
        let expected = try batches(try dataset(plan))
        let readers = try (0..<2).map { _ in
            let store = PixelStore(folder: place.url.appendingPathComponent("cache").path, limit: 1 << 24)
            return try Dataset(plan: plan, semantics: semantics, index: .scan(plan), store: store)
        }
        for round in 0..<3 {
            for reader in readers {
                let got = try batches(reader)
                #expect(got.map { $0.images.map(\.bitPattern) } == expected.map { $0.images.map(\.bitPattern) })
            }
            let cache = place.url.appendingPathComponent("cache")
            for file in try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil) {
                let size = try Data(contentsOf: file).count
                let handle = try FileHandle(forUpdating: file)
                switch damage {
                case 0: try handle.truncate(atOffset: round == 0 ? UInt64(size - 100) : 0)
                case 1:
                    try handle.seek(toOffset: UInt64(size - 5 * 64))
                    try handle.write(contentsOf: Data(repeating: 77, count: 5 * 64))
                default: try FileManager.default.removeItem(at: round == 0 ? file : cache)
                }
                if damage == 2, round > 0 { break }
            }
        }
    }

    /// The images of a batch are read in any order; which failure is told is not by chance.
    @Test func theFirstFailureOfABatchIsTold() throws {
        let folder = try Samples.shades(8)
        var plan = Samples.folder(folder.url.path, batchSize: 8)
        plan.shuffle = false
        let data = try dataset(plan)
        for sample in data.index.samples.suffix(5) {
            try FileManager.default.removeItem(at: folder.url.appendingPathComponent(sample.path))
        }
        let first = data.index.samples[3].path
        for _ in 0..<20 {
            let error = #expect(throws: Diagnostic.self) { try batches(data) }
            #expect(error?.message.contains(first) == true)
        }
    }

    /// The same name, size and times, and other bytes: names and times are not asked.
    @Test func aChangedFileIsAnotherImage() throws {
        let folder = try Samples.shades(4)
        let place = try TemporaryFolder()
        let plan = Samples.folder(folder.url.path)
        let first = try stored(plan, in: place)
        let file = folder.url.appendingPathComponent("A/002.png")
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        try Samples.png(200, to: "A/002.png", in: folder)
        try FileManager.default.setAttributes(
            [.modificationDate: try #require(attributes[.modificationDate])], ofItemAtPath: file.path)
        let second = try stored(plan, in: place)
        #expect(first.contains { $0.images.contains(2) } && !first.contains { $0.images.contains(200) })
        #expect(second.contains { $0.images.contains(200) } && !second.contains { $0.images.contains(2) })
    }

    @Test func whoWantsNothingKeptHasNothingOnTheDisk() throws {
        let folder = try Samples.shades(4)
        let place = try TemporaryFolder()
        var plan = Samples.folder(folder.url.path)
        plan.cacheBytes = 0
        _ = try stored(plan, in: place)
        #expect(!FileManager.default.fileExists(atPath: place.url.appendingPathComponent("cache").path))
    }

    // MARK: Which inputs are equal

    @Test func samplesHaveNumbersWhereNothingIsDrawn() throws {
        let folder = try Samples.shades(11)
        var plan = Samples.folder(folder.url.path)
        plan.augmentation = .of(Rescale(scale: 1 / 255))
        let clean = try dataset(plan)
        #expect(!clean.isRandom)
        var seen: [Int: [Float]] = [:]
        for batch in try batches(clean, epochs: 0..<3) {
            let identities = try #require(batch.identities)
            #expect(identities.count == batch.count)
            for (place, identity) in identities.enumerated() {
                let values = Array(batch.images[place * 192..<(place + 1) * 192])
                #expect(seen[identity, default: values] == values)
                seen[identity] = values
            }
        }
        #expect(seen.count == 11)
        // Another data set has other numbers, even on the same files: its stack may be another.
        plan.augmentation = .of(Rescale(scale: 1))
        let others = try batches(try dataset(plan)).flatMap { $0.identities ?? [] }
        #expect(Set(others).count == 11 && Set(others).isDisjoint(with: seen.keys))

        let random = try dataset(damaged(folder))
        #expect(random.isRandom)
        #expect(try batches(random).allSatisfy { $0.identities == nil })
    }
}
