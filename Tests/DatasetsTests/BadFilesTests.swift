import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Datasets

/// Files that vanish or change between the look at them before a run and the moment that they are read.
@Suite struct BadFilesTests {
    /// What befalls a file.
    enum Fate: CaseIterable, Sendable {
        case vanishes, isTruncated, isEmptied, isReplaced, becomesAFolder

        /// The id and the outcome of the error.
        var error: (id: String, outcome: Diagnostic.Outcome) {
            switch self {
            case .vanishes: ("missing-image", .missingInput)
            case .isTruncated, .isEmptied, .isReplaced, .becomesAFolder: ("changed-image", .invalid)
            }
        }

        func befall(_ file: URL) throws {
            let data = try Data(contentsOf: file)
            try FileManager.default.removeItem(at: file)
            switch self {
            case .vanishes: break
            case .isTruncated: try data.prefix(data.count / 2).write(to: file)
            case .isEmptied: try Data().write(to: file)
            // The same size, and an image still, if the last byte is not looked at.
            case .isReplaced: try (data.dropLast() + [data[data.count - 1] ^ 1]).write(to: file)
            case .becomesAFolder: try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            }
        }
    }

    static let names = [
        "A/rgb_420.jpg", "A/rgb_422.jpg", "A/grey.jpg", "A/0.png", "B/rgb_444.jpg", "B/1.png", "B/2.png", "B/3.png", "B/4.png",
    ]

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in Self.names where name.hasSuffix("jpg") {
            let url = folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: Fixtures.url("imaging/decoding/\(url.lastPathComponent)"), to: url)
        }
        for (shade, name) in Self.names.enumerated() where name.hasSuffix("png") {
            try Samples.png(UInt8(30 * shade), to: name, in: folder)
        }
        try folder.write("path,label\n" + Self.names.map { "\($0),\($0.prefix(1))\n" }.joined(), to: "list.csv")
    }

    /// Nothing is kept, so every image is read from its file each time.
    private func plan(_ onError: DatasetPlan.OnError, listed: Bool = false, rng: DatasetPlan.RandomSource = .stateless)
        -> DatasetPlan
    {
        var plan = Samples.folder(folder.url.path)
        if listed { plan.source = .csv(path: folder.url.appendingPathComponent("list.csv").path, root: folder.url.path) }
        plan.augmentation = .of(
            ImageDataGenerator(rotationRange: 30, brightnessRange: [0.5, 1.5], zoomRange: [0.8, 1.2], horizontalFlip: true))
        plan.rng = rng
        plan.seed = 3
        plan.onError = onError
        plan.cacheBytes = 0
        return plan
    }

    private func open(_ plan: DatasetPlan) throws -> Dataset {
        let index = try DatasetIndex.scan(plan)
        let ledger = FileLedger()
        ledger.survey(index.samples.compactMap { if case .file(let path) = $0.origin { path } else { nil } })
        return try Dataset(plan: plan, semantics: Semantics(.keras224), index: index, ledger: ledger)
    }

    private func batches(_ dataset: Dataset, threads: Int = 2) throws -> [Batch] {
        let feed = dataset.feed(dataset.schedule(.training, stream: "s"), epochs: 0..<2, loaderThreads: threads)
        var batches: [Batch] = []
        while let batch = try feed.next() { batches.append(batch) }
        return batches
    }

    @Test(arguments: Fate.allCases, [false, true]) func aRunFailsAndNamesTheFile(_ fate: Fate, listed: Bool) throws {
        for name in ["A/rgb_422.jpg", "B/2.png"] {
            let file = folder.url.appendingPathComponent(name)
            let data = try Data(contentsOf: file)
            let dataset = try open(plan(.fail, listed: listed))
            try fate.befall(file)
            let error = #expect(throws: Diagnostic.self) { try batches(dataset) }
            #expect(error?.id == fate.error.id && error?.outcome == fate.error.outcome)
            #expect(error?.message.contains(file.path) == true && error?.message.contains("while the run was under way") == true)
            if fate == .isTruncated {
                #expect(error?.message.contains("it had \(data.count) bytes and has \(data.count / 2)") == true)
            }
            try? FileManager.default.removeItem(at: file)
            try data.write(to: file)
        }
    }

    /// The others come as they would have come: same order, same draws, bit for bit, also where all draws are one stream.
    @Test(arguments: Fate.allCases, DatasetPlan.RandomSource.allCases)
    func aRunGoesOnWithoutTheFile(_ fate: Fate, rng: DatasetPlan.RandomSource) throws {
        for (name, listed) in [("A/rgb_422.jpg", false), ("B/2.png", true)] {
            let dataset = try open(plan(.skip, listed: listed, rng: rng))
            let undisturbed = try batches(dataset)
            #expect(dataset.takeSkipped() == [])
            let file = folder.url.appendingPathComponent(name)
            let data = try Data(contentsOf: file)
            try fate.befall(file)
            for threads in [1, 3] {
                let disturbed = try batches(dataset, threads: threads)
                try #require(disturbed.count == undisturbed.count)
                for (batch, whole) in zip(disturbed, undisturbed) {
                    let kept = whole.samples.indices.filter { dataset.index.samples[whole.samples[$0]].path != name }
                    #expect(batch.samples == kept.map { whole.samples[$0] } && batch.labels == kept.map { whole.labels[$0] })
                    #expect(batch.count == kept.count)
                    #expect(batch.images == kept.flatMap { whole.images[$0 * 192..<($0 + 1) * 192] })
                }
                // Once for each file, however often it came, and once only.
                let skipped = dataset.takeSkipped()
                #expect(skipped.map(\.path) == [name] && skipped.allSatisfy { $0.reason.contains(file.path) && $0.isLost })
                #expect(dataset.takeSkipped() == [])
            }
            try? FileManager.default.removeItem(at: file)
            try data.write(to: file)
            // Back again as it was, it is used again.
            #expect(try batches(dataset).map(\.images) == undisturbed.map(\.images))
        }
    }

    /// Another time and another place on the disk make no other file.
    @Test func aFileThatIsOnlyTouchedIsTheSame() throws {
        let dataset = try open(plan(.fail))
        let before = try batches(dataset)
        for name in Self.names {
            let file = folder.url.appendingPathComponent(name)
            let data = try Data(contentsOf: file)
            try FileManager.default.removeItem(at: file)
            try data.write(to: file)
        }
        #expect(try batches(dataset).map(\.images) == before.map(\.images))
    }

    @Test func aBatchMayBeEmpty() throws {
        var plan = plan(.skip)
        plan.batchSize = 1
        let dataset = try open(plan)
        for name in ["A/0.png", "B/1.png"] { try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name)) }
        let all = try batches(dataset)
        #expect(all.count == 18 && all.count(where: { $0.count == 0 }) == 4)
        #expect(all.allSatisfy { $0.images.count == $0.count * 192 })
        #expect(dataset.takeSkipped().map(\.path) == ["A/0.png", "B/1.png"])
    }

    /// A disk that was taken off is no bad file.
    @Test(arguments: DatasetPlan.OnError.allCases, [false, true]) func theWholeFolderIsGone(
        _ onError: DatasetPlan.OnError, listed: Bool
    ) throws {
        let plan = plan(onError, listed: listed)
        let dataset = try open(plan)
        let index = dataset.index
        try FileManager.default.removeItem(at: folder.url)
        let error = #expect(throws: Diagnostic.self) { try batches(dataset) }
        #expect(error?.id == "missing-folder" && error?.outcome == .missingInput)
        #expect(error?.message.contains(folder.url.path) == true)
        // As it is opened, too.
        let late = #expect(throws: Diagnostic.self) {
            try batches(Dataset(plan: plan, semantics: Semantics(.keras224), index: index))
        }
        #expect(late?.id == "missing-folder")
    }

    @Test func whatIsBadFromTheStartIsListed() throws {
        try folder.write("<html>", to: "A/0.png")
        let dataset = try open(plan(.skip))
        #expect(dataset.leftOut.map(\.path) == ["A/0.png"])
        #expect(dataset.leftOut[0].reason.contains("A/0.png") && !dataset.leftOut[0].isLost)
        _ = try batches(dataset)
        #expect(dataset.takeSkipped() == [])
    }

    @Test func aSurveyKnowsWhatItCouldRead() throws {
        let ledger = FileLedger()
        let file = try folder.write("abc", to: "abc")
        ledger.survey([file, "/nowhere"])
        #expect(ledger.content(file)?.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ledger.content(file)?.bytes == 3 && ledger.content("/nowhere") == nil)
        let stopped = FileLedger()
        stopped.survey([file], isInterrupted: { true })
        #expect(stopped.content(file) == nil)
    }
}
