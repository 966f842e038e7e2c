import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct FolderScanTests {
    private func touch(_ names: [String], in folder: TemporaryFolder) throws {
        for name in names { try folder.write("x", to: name) }
    }

    /// The order of Python: `sorted()` of names and of `os.walk`'s paths, by code points.
    @Test func keepsTheOrderOfKeras() throws {
        let folder = try TemporaryFolder()
        try touch(
            [
                "b/2.png", "b/10.PNG", "b/1.jpeg", "B/z.jpg", "B/sub/a.png", "B/sub-x/a.png", "B/sub/deep/c.png", "B/Z.png",
                "é/1.png",
                "z/1.png", "b/notes.txt", "readme.png",
            ], in: folder)
        let index = try DatasetIndex.scan(Samples.folder(folder.url.path))
        #expect(index.classes == ["B", "b", "z", "é"])
        #expect(
            index.samples.map(\.path)
                == [
                    "B/Z.png", "B/z.jpg", "B/sub/a.png", "B/sub-x/a.png", "B/sub/deep/c.png", "b/1.jpeg", "b/10.PNG", "b/2.png",
                    "z/1.png",
                    "é/1.png",
                ].sorted { left, right in
                    // Folders by full path ("B" < "B/sub" < "B/sub-x" is false: "-" comes before "/"), then names.
                    func parts(_ path: String) -> (String, String) {
                        let cut = path.lastIndex(of: "/") ?? path.startIndex
                        return (String(path[..<cut]), String(path[cut...]))
                    }
                    let (a, b) = (parts(left), parts(right))
                    return a.0 == b.0 ? a.1.precedesByCodePoints(b.1) : a.0.precedesByCodePoints(b.0)
                })
        #expect(index.samples.map(\.label) == [0, 0, 0, 0, 0, 1, 1, 1, 2, 3])
        #expect(index.counts == [5, 3, 1, 1])
        #expect(index.samples[0].origin == .file(folder.url.path + "/B/Z.png"))
        #expect(index.remarks.isEmpty)
    }

    @Test func takesClassesInTheOrderGiven() throws {
        let folder = try TemporaryFolder()
        try touch(["a/1.png", "b/1.png", "c/1.png", "c/2.png"], in: folder)
        var plan = Samples.folder(folder.url.path)
        plan.classes = ["c", "a"]
        let index = try DatasetIndex.scan(plan)
        #expect(index.samples.map(\.path) == ["c/1.png", "c/2.png", "a/1.png"])
        #expect(index.samples.map(\.label) == [0, 0, 1])
        plan.limit = 1
        #expect(try DatasetIndex.scan(plan).samples.map(\.path) == ["c/1.png", "a/1.png"])
    }

    @Test func saysWhatItLeavesOut() throws {
        let folder = try TemporaryFolder()
        try touch(
            ["a/1.png", "a/2.bmp", "a/3.tiff", "a/.4.png", "a/.hidden/5.png", ".ipynb_checkpoints/6.png", "b/7.jpg"], in: folder)
        let elsewhere = try TemporaryFolder()
        try touch(["8.png"], in: elsewhere)
        try FileManager.default.createSymbolicLink(
            at: folder.url.appendingPathComponent("a/link"), withDestinationURL: elsewhere.url)
        try FileManager.default.createSymbolicLink(
            at: folder.url.appendingPathComponent("a/loop"), withDestinationURL: folder.url)
        let index = try DatasetIndex.scan(Samples.folder(folder.url.path))
        #expect(index.classes == ["a", "b"])
        #expect(index.samples.map(\.path) == ["a/1.png", "b/7.jpg"])
        #expect(index.remarks.map(\.id) == ["unread-format", "linked-folder", "hidden-entry"])
        #expect(index.remarks.map(\.severity) == [.warning, .warning, .lint])
        #expect(index.remarks[0].message.contains("'a/2.bmp', 'a/3.tiff'"))
        #expect(index.remarks[2].message.contains("'.ipynb_checkpoints'"))
    }

    /// Hidden entries, the switch alone: under all but Keras 3 a hidden folder is a class, even one without an image.
    @Test(arguments: Semantics.Profile.allCases) func hiddenEntriesFollowTheSwitch(_ profile: Semantics.Profile) throws {
        let folder = try TemporaryFolder()
        try touch(["a/1.png", "a/.2.png", "a/.deep/3.png", ".empty/notes.txt", ".full/4.png", "b/5.png"], in: folder)
        func scan(_ rule: Semantics.HiddenEntries?) throws -> DatasetIndex {
            var semantics = Semantics(profile)
            if let rule { semantics.hiddenEntries = rule }
            return try DatasetIndex.scan(Samples.folder(folder.url.path), semantics: semantics)
        }
        let (taken, leftOut) = (try scan(.taken), try scan(.leftOut))
        #expect(taken.classes == [".empty", ".full", "a", "b"] && taken.counts == [0, 1, 3, 1])
        #expect(taken.samples.map(\.path) == [".full/4.png", "a/.2.png", "a/1.png", "a/.deep/3.png", "b/5.png"])
        #expect(leftOut.classes == ["a", "b"] && leftOut.samples.map(\.path) == ["a/1.png", "b/5.png"])
        for index in [taken, leftOut] {
            #expect(index.remarks.map(\.id) == ["hidden-entry"] && index.remarks[0].severity == .lint)
            #expect(index.remarks[0].message.contains("'.empty', '.full'"))
        }
        #expect(try scan(nil) == (profile == .keras3 ? leftOut : taken))
    }

    /// Endings, the switch alone: with the dot, or its letters alone.
    @Test func fileEndingsFollowTheSwitch() throws {
        let folder = try TemporaryFolder()
        try touch(["a/1.png", "a/scan-png", "a/JPG", "a/x.jpeg.txt", "a/2.Jpeg", "a/old-bmp"], in: folder)
        func scan(_ rule: Semantics.FileEndings) throws -> DatasetIndex {
            var semantics = Semantics(.keras224)
            semantics.fileEndings = rule
            return try DatasetIndex.scan(Samples.folder(folder.url.path), semantics: semantics)
        }
        let letters = try scan(.letters)
        #expect(letters.samples.map(\.path) == ["a/1.png", "a/2.Jpeg", "a/JPG", "a/scan-png"])
        #expect(letters.remarks.map(\.id) == ["unread-format"])
        let dotted = try scan(.dotted)
        #expect(dotted.samples.map(\.path) == ["a/1.png", "a/2.Jpeg"])
        #expect(dotted.remarks.isEmpty)
    }

    @Test func aPipeIsNeverOpened() throws {
        let folder = try TemporaryFolder()
        try touch(["a/1.png"], in: folder)
        #expect(mkfifo(folder.url.path + "/a/2.png", 0o600) == 0)
        let index = try DatasetIndex.scan(Samples.folder(folder.url.path))
        #expect(index.samples.map(\.path) == ["a/1.png"])
        #expect(index.remarks.map(\.id) == ["not-a-file"])
    }

    @Test func followsALinkThatIsAClass() throws {
        let folder = try TemporaryFolder()
        let elsewhere = try TemporaryFolder()
        try touch(["1.png"], in: elsewhere)
        try FileManager.default.createSymbolicLink(at: folder.url.appendingPathComponent("a"), withDestinationURL: elsewhere.url)
        #expect(try DatasetIndex.scan(Samples.folder(folder.url.path)).samples.map(\.path) == ["a/1.png"])
    }

    @Test func missingThingsAreNamed() throws {
        let folder = try TemporaryFolder()
        let missing = Samples.diagnostics(Samples.folder(folder.url.path + "/nowhere"))
        #expect(missing.map(\.id) == ["missing-folder"] && missing[0].outcome == .missingInput)
        #expect(Samples.diagnostics(Samples.folder(folder.url.path)).map(\.id) == ["no-classes"])
        try touch(["file"], in: folder)
        #expect(Samples.diagnostics(Samples.folder(folder.url.path + "/file")).map(\.id) == ["not-a-folder"])
        try touch(["NORMAL/1.png", "PNEUMONIA/1.bmp"], in: folder)
        let empty = Samples.diagnostics(Samples.folder(folder.url.path))
        #expect(empty.map(\.id) == ["empty-class", "unread-format"])
        #expect(empty[0].help.joined().contains("convert"))
        var plan = Samples.folder(folder.url.path)
        plan.classes = ["NORMAL", "PNEUMONA", "other"]
        let classes = Samples.diagnostics(plan)
        #expect(classes.map(\.id) == ["missing-class", "missing-class"])
        #expect(classes[0].help[0] == "did you mean 'PNEUMONIA'?")
        plan.classes = ["NORMAL", "NORMAL"]
        #expect(Samples.diagnostics(plan).map(\.id).contains("duplicate-class"))
        plan.split = "test"
        #expect(Samples.diagnostics(plan).map(\.id).contains("split-without-manifest"))
    }

    /// The counts that the data set's publication gives.
    @Test(.enabled(if: Fixtures.realData != nil, "the real radiographs are not on this machine")) func countsTheRealRadiographs()
        throws
    {
        let data = try #require(Fixtures.realData)
        for (name, counts) in [("train", [1341, 3875]), ("val", [8, 8]), ("test", [234, 390])] {
            let index = try DatasetIndex.scan(Samples.folder(data.appendingPathComponent("chest_xray/\(name)").path))
            #expect(index.classes == ["NORMAL", "PNEUMONIA"])
            #expect(index.counts == counts)
        }
    }
}
