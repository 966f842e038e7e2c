import Foundation
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct InspectionTests {
    private func entry(_ folder: TemporaryFolder, _ name: String, _ label: String) throws -> (
        plan: DatasetPlan, index: DatasetIndex
    ) {
        let plan = Samples.folder(folder.url.appendingPathComponent(name).path, name: label)
        return (plan, try DatasetIndex.scan(plan))
    }

    @Test func findsWhatIsTheSame() throws {
        let folder = try TemporaryFolder()
        try Samples.png(1, to: "train/A/1.png", in: folder)
        try Samples.png(1, to: "train/A/2.png", in: folder)
        try Samples.png(3, to: "train/B/3.png", in: folder, height: 12, width: 5)
        try Samples.png(4, to: "test/A/4.png", in: folder, height: 6, width: 20)
        try Samples.png(3, to: "test/A/5.png", in: folder, height: 12, width: 5)
        try Samples.png(6, to: "test/B/6.png", in: folder)
        try folder.write("GIF89a", to: "test/B/7.png")
        let sets = [
            try entry(folder, "train", "train"), try entry(folder, "test", "test_1"), try entry(folder, "test", "test_2"),
        ]
        let found = Inspector.inspect(sets)
        #expect(found.sets.map(\.name) == ["train", "test_1", "test_2"])
        #expect(found.sets[1].classes == [.init(name: "A", count: 2), .init(name: "B", count: 2)])
        #expect(found.sets[1].undecodable.map(\.path) == ["B/7.png"])
        #expect(found.sets[1].kinds.map(\.kind) == ["PNG RGB 8-bit", "unknown"])
        let sizes = try #require(found.sets[1].sizes)
        #expect(sizes.smallest == .init(height: 6, width: 5) && sizes.largest == .init(height: 12, width: 20))
        #expect(found.sets[0].sizes?.mostCommon == .init(height: 8, width: 8) && found.sets[0].sizes?.mostCommonCount == 2)
        #expect(found.duplicates.map { $0.map(\.path) } == [["A/1.png", "A/2.png"], ["B/3.png", "A/5.png", "A/5.png"]])
        #expect(found.acrossSets.map { $0.map(\.dataset) } == [["train", "test_1", "test_2"]])
        #expect(found.labelConflicts == found.acrossSets)
        #expect(found.shared == [.init(first: "test_1", second: "test_2", files: 4)])
        let text = found.text
        #expect(text.contains("train: 3 images (A 2, B 1)"))
        #expect(text.contains("sizes: 8 x 5 to 12 x 8, most often 8 x 8 in 2 images"))
        #expect(text.contains("test_1 and test_2 read the same 4 files"))
        #expect(text.contains("  train: B/3.png = test_1: A/5.png = test_2: A/5.png"))
        #expect(try JSONDecoder().decode(Inspection.self, from: JSONEncoder().encode(found)) == found)
    }

    @Test func phantomsAreCounted() throws {
        let plan = DatasetPlan(
            name: "drawn", source: .synthetic(radiographs: .init(count: 10)), imageSize: .init(height: 20, width: 30))
        let found = Inspector.inspect([(plan, try DatasetIndex.scan(plan))])
        #expect(found.text.hasPrefix("drawn: 10 images (NORMAL 5, PNEUMONIA 5)\n  sizes: all 20 x 30\n  kinds: drawn 10\n"))
    }

    @Test func hashesTellBytesApart() {
        var seen: Set<ContentHash> = []
        for length in 0..<40 {
            for place in 0..<max(length, 1) {
                var bytes = [UInt8](repeating: 7, count: length)
                if length > 0 { bytes[place] = 8 }
                seen.insert(ContentHash(bytes))
            }
        }
        #expect(seen.count == 1 + (1..<40).reduce(0, +))
        #expect(ContentHash([1, 2, 3]) == ContentHash([1, 2, 3]))
    }

    /// What the README beside the data says of it: 32 duplicates inside splits, none across, no conflict, all files decode.
    @Test(.enabled(if: Fixtures.realData != nil, "the real radiographs are not on this machine")) func theRealRadiographs() throws
    {
        let data = try #require(Fixtures.realData).appendingPathComponent("chest_xray")
        let plans = ["train", "val", "test"].map { Samples.folder(data.appendingPathComponent($0).path, name: $0) }
        let found = Inspector.inspect(try plans.map { ($0, try DatasetIndex.scan($0)) })
        #expect(found.sets.map(\.images) == [5216, 16, 624])
        #expect(found.sets.allSatisfy { $0.undecodable.isEmpty && $0.kinds.map(\.kind) == ["JPEG RGB"] })
        #expect(
            found.sets.allSatisfy {
                $0.sizes?.smallest == .init(height: 224, width: 224) && $0.sizes?.largest == $0.sizes?.smallest
            })
        #expect(found.duplicates.reduce(0) { $0 + $1.count - 1 } == 32)
        #expect(found.acrossSets.isEmpty && found.labelConflicts.isEmpty && found.shared.isEmpty)
    }
}
