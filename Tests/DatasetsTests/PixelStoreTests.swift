import Foundation
import Imaging
import Network
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct PixelStoreTests {
    private let folder: TemporaryFolder
    private let plan = Samples.folder("/nowhere")

    init() throws { folder = try TemporaryFolder() }

    private func store(limit: Int = 1 << 20) -> PixelStore {
        PixelStore(folder: folder.url.appendingPathComponent("cache").path, limit: limit)
    }

    private func key(_ number: Int) -> FileKey { FileKey(hashing: Array("file \(number)".utf8)) }

    /// 8 x 8 pixels that name their number; every third one in colour.
    private func image(_ number: Int) -> PixelImage {
        let channels = number % 3 == 0 ? 3 : 1
        let pixels = (0..<64 * channels).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7) }
        return PixelImage(height: 8, width: 8, channels: channels, pixels: pixels)
    }

    private func fill(_ shelf: PixelShelf, _ numbers: Range<Int>) {
        for number in numbers { _ = shelf.keep(image(number), remarks: UInt8(number % 2), for: key(number)) }
    }

    /// How many of the images are there; each of them must be the right one.
    @discardableResult
    private func found(
        _ shelf: PixelShelf, _ numbers: Range<Int>, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Int {
        numbers.count { number in
            guard let (image, remarks) = shelf.image(key(number)) else { return false }
            #expect(image == self.image(number) && remarks == UInt8(number % 2), sourceLocation: sourceLocation)
            return true
        }
    }

    /// The same, after some looks at the folder: they are rare.
    private func foundInTime(_ shelf: PixelShelf, _ numbers: Range<Int>) async throws -> Int {
        for _ in 0..<1000 {
            if found(shelf, numbers) == numbers.count { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        return found(shelf, numbers)
    }

    private func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.url.appendingPathComponent("cache"), includingPropertiesForKeys: nil)
    }

    @Test func whatOneKeepsAnotherFinds() throws {
        let first = store()
        let shelf = first.shelf(plan)
        #expect(found(shelf, 0..<20) == 0 && first.occupied == 0)
        fill(shelf, 0..<20)
        #expect(found(shelf, 0..<20) == 20)
        #expect(found(store().shelf(plan), 0..<25) == 20)
        #expect(first.occupied > 0 && first.occupied < 1 << 20)
        let file = try #require(try files().first)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        // Images of patients are nobody else's business.
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// Another size, other colours, another filter: nothing of what is there will do.
    @Test func otherSettingsAreOtherImages() {
        fill(store().shelf(plan), 0..<4)
        var others: [DatasetPlan] = []
        for change in 0..<3 {
            var other = plan
            if change == 0 { other.imageSize.height = 16; other.imageSize.width = 4 }
            if change == 1 { other.colorMode = .grayscale }
            if change == 2 { other.interpolation = .bilinear }
            others.append(other)
        }
        for other in others { #expect(found(store().shelf(other), 0..<4) == 0) }
        // Nor does a renaming of the file make it do.
        for file in (try? files()) ?? [] {
            for other in others {
                let recipe = PixelShelf.Recipe(height: 8, width: 8, settings: "\(other.colorMode) \(other.interpolation)")
                #expect(PixelSegment.open(file.path, recipe: recipe.key) == nil)
            }
        }
    }

    /// A kill can leave any beginning of what was written, and a failure of the power any holes.
    @Test func aFileCutShortAnywhereLosesImagesAndNothingElse() throws {
        fill(store().shelf(plan), 0..<12)
        let file = try #require(try files().first)
        let whole = try Data(contentsOf: file)
        var counts: Set<Int> = []
        for length in stride(from: whole.count, through: 0, by: -(whole.count < 20_000 ? 53 : 331)) {
            try whole.prefix(length).write(to: file)
            counts.insert(found(store().shelf(plan), 0..<12))
        }
        #expect(counts.contains(0) && counts.contains(12) && counts.count > 3)
    }

    @Test func aDamagedByteLosesAnImageAndNothingElse() throws {
        fill(store().shelf(plan), 0..<12)
        let file = try #require(try files().first)
        let whole = try Data(contentsOf: file)
        var random = SeededGenerator(seed: 2)
        let used = (0..<64 + 12 * 64).map { $0 } + (whole.count - 12 * 64..<whole.count).map { $0 }
        var lost = 0
        for _ in 0..<300 {
            var damaged = whole
            damaged[try #require(used.randomElement(using: &random))] ^= UInt8.random(in: 1...255, using: &random)
            try damaged.write(to: file)
            lost += 12 - found(store().shelf(plan), 0..<12)
        }
        #expect(lost >= 300)
    }

    /// A file that changes under an open shelf: it is looked at again each time.
    @Test func damageUnderAnOpenShelfIsSeen() throws {
        fill(store().shelf(plan), 0..<12)
        let shelf = store().shelf(plan)
        let file = try #require(try files().first)
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: UInt64(try Data(contentsOf: file).count - 300))
        #expect((1..<12).contains(found(shelf, 0..<12)))
        try handle.truncate(atOffset: 0)
        #expect(found(shelf, 0..<12) == 0)
        // What is lost may be kept again, in a file of its own.
        fill(shelf, 0..<12)
        #expect(found(shelf, 0..<12) == 12)
        #expect(found(store().shelf(plan), 0..<12) == 12)
    }

    /// As two processes that begin together: what one decodes, the other finds when it misses it, and writes nothing itself.
    @Test func whatAnotherKeepsMeanwhileIsFound() async throws {
        let (one, other) = (store().shelf(plan), store().shelf(plan))
        #expect(found(other, 0..<200) == 0)
        fill(one, 0..<1)
        #expect(try await foundInTime(other, 0..<1) == 1)
        // More of a segment that is known: more at once than a look reads in one piece.
        fill(one, 1..<200)
        #expect(try await foundInTime(other, 0..<200) == 200)
        // Further segments.
        fill(one, 200..<1500)
        #expect(try await foundInTime(other, 0..<1500) == 1500)
        let count = try files().count
        fill(other, 0..<1500)
        #expect(try files().count == count && count > 1)
    }

    /// Looking takes a tenth of the time at most, however much is missing.
    @Test func looksAreRare() throws {
        fill(store(limit: 1 << 17).shelf(plan), 0..<500)
        #expect(try files().count > 4)
        let shelf = store(limit: 1 << 17).shelf(plan)
        let start = ContinuousClock.now
        #expect(found(shelf, 100_000..<120_000) == 0)
        // With a look each it would take ten times as long.
        #expect(start.duration(to: .now) < .seconds(2))
    }

    /// A reader that comes while an entry is being written sees nothing, or the image; never other pixels.
    @Test(arguments: [0, 20, 32, 40, 48, 56, 63])
    func anEntryBeingWritten(bytes: Int) async throws {
        fill(store().shelf(plan), 0..<12)
        let file = try #require(try files().first)
        let whole = try Data(contentsOf: file)
        let entry = 64 + 11 * 64
        var partial = whole
        partial.replaceSubrange(entry + bytes..<entry + 64, with: Data(count: 64 - bytes))
        try partial.write(to: file)
        let shelf = store().shelf(plan)
        #expect(found(shelf, 0..<12) == 11)
        let handle = try FileHandle(forUpdating: file)
        try handle.seek(toOffset: UInt64(entry))
        try handle.write(contentsOf: whole[entry..<entry + 64])
        // Up to the length of the image it was no entry yet; after that it is one that is lost to this reader.
        if bytes <= 40 { #expect(try await foundInTime(shelf, 0..<12) == 12) }
        #expect(found(shelf, 0..<11) == 11)
        fill(shelf, 0..<12)
        #expect(found(shelf, 0..<12) == 12)
    }

    /// A file whose head is not there yet is looked at again.
    @Test func aSegmentBeingMade() async throws {
        fill(store().shelf(plan), 0..<12)
        let file = try #require(try files().first)
        let whole = try Data(contentsOf: file)
        try Data().write(to: file)
        let shelf = store().shelf(plan)
        #expect(found(shelf, 0..<12) == 0)
        try whole.write(to: file)
        #expect(try await foundInTime(shelf, 0..<12) == 12)
    }

    @Test func writersBesideEachOther() async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // Every one is as a process of its own; two threads share it.
                    let shelf = store().shelf(plan)
                    await withTaskGroup(of: Void.self) { threads in
                        for thread in 0..<2 {
                            threads.addTask {
                                fill(shelf, writer * 20..<writer * 20 + 40)
                                found(shelf, thread..<100)
                            }
                        }
                    }
                }
            }
        }
        #expect(found(store().shelf(plan), 0..<100) == 100)
    }

    @Test func itStaysWithinItsSize() throws {
        let limit = 1 << 18
        let small = store(limit: limit)
        let shelf = small.shelf(plan)
        for batch in 0..<40 {
            fill(shelf, batch * 100..<batch * 100 + 100)
            #expect(small.occupied <= limit)
        }
        let after = store(limit: limit).shelf(plan)
        #expect(found(after, 0..<1000) == 0)
        #expect(found(after, 3900..<4000) == 100)
    }

    /// What was used last stays, whenever it was made.
    @Test func whatIsUsedStays() throws {
        let limit = 1 << 18
        fill(store(limit: limit).shelf(plan), 0..<40)
        for file in try files() {
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
        }
        fill(store(limit: limit).shelf(plan), 1000..<1100)
        #expect(found(store(limit: limit).shelf(plan), 0..<40) == 40)
        fill(store(limit: limit).shelf(plan), 2000..<3800)
        #expect(found(store(limit: limit).shelf(plan), 1000..<1100) < 100)
    }

    @Test func imagesTooLargeForItAreNotKept() {
        let tiny = store(limit: 1000)
        let shelf = tiny.shelf(plan)
        fill(shelf, 1..<3)
        #expect(found(shelf, 1..<3) == 0 && tiny.occupied == 0)
    }

    @Test func aFolderThatCannotBeMadeIsDoneWithout() throws {
        let file = try folder.write("a file", to: "cache")
        let shelf = PixelStore(folder: file, limit: 1 << 20).shelf(plan)
        #expect(!shelf.keep(image(1), remarks: 1, for: key(1)))
        #expect(found(shelf, 0..<3) == 0)
    }

    @Test func theFolderMayGoAtAnyTime() throws {
        let shelf = store().shelf(plan)
        fill(shelf, 0..<5)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("cache"))
        #expect(found(shelf, 0..<5) == 5)
        fill(shelf, 5..<10)
        #expect(found(shelf, 0..<10) == 10)
        #expect(found(store().shelf(plan), 0..<10) == 0)
    }

    /// A write that the disk refuses leaves nothing that could be taken for an image.
    @Test func aRefusedWriteIsNoEntry() throws {
        fill(store().shelf(plan), 0..<3)
        let file = try #require(try files().first)
        let recipe = FileKey(hashing: [1])
        let path = folder.url.appendingPathComponent("own.pixels").path
        let own = try #require(PixelSegment.create(path, recipe: recipe, capacity: 4))
        #expect(own.append(image(1), remarks: 0, for: key(1), number: 4, at: own.firstOffset) == nil)
        #expect(own.append(image(1), remarks: 0, for: key(1), number: 0, at: own.firstOffset) != nil)
        #expect(PixelSegment.create(path, recipe: recipe, capacity: 4) == nil)
        // Opened for reading, it takes nothing.
        let opened = try #require(PixelSegment.open(path, recipe: recipe))
        #expect(opened.entries(from: 0).entries.count == 1)
        #expect(opened.append(image(2), remarks: 0, for: key(2), number: 1, at: 9000) == nil)
        #expect(try #require(PixelSegment.open(path, recipe: recipe)).entries(from: 0).entries.count == 1)
        // Neither a link nor a folder is a file of ours.
        try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: file.path)
        #expect(PixelSegment.open(path + ".link", recipe: recipe) == nil)
        #expect(PixelSegment.open(folder.url.path, recipe: recipe) == nil)
    }

    @Test func theFolderIsThatOfTheSpecification() {
        #expect(PixelStore.standardFolder(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/assay")
        #expect(PixelStore.standardFolder(["XDG_CACHE_HOME": "c", "HOME": "/h"]) == "/h/.cache/assay")
        #expect(PixelStore.standardFolder(["HOME": "/h"]) == "/h/.cache/assay")
        #expect(PixelStore.standardFolder([:]) == nil)
    }
}
