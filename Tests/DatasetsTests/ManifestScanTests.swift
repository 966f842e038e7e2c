import Diagnostics
import Foundation
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct ManifestScanTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["1.png", "2.png", "3 and, comma.png"] { try folder.write("x", to: "images/\(name)") }
    }

    private func plan(_ text: String, split: String? = nil, classes: [String] = []) throws -> DatasetPlan {
        let path = try folder.write(text, to: "m.csv")
        return DatasetPlan(
            name: "d", source: .csv(path: path, root: folder.url.path + "/images"), split: split, classes: classes,
            imageSize: .init(height: 8, width: 8))
    }

    @Test func keepsTheOrderOfRows() throws {
        let index = try DatasetIndex.scan(plan("label,path,age\nsick,2.png,70\nwell,1.png,\nsick,\"3 and, comma.png\",4\n"))
        #expect(index.classes == ["sick", "well"])
        #expect(index.samples.map(\.path) == ["2.png", "1.png", "3 and, comma.png"])
        #expect(index.samples.map(\.label) == [0, 1, 0])
        #expect(index.samples[0].origin == .file(folder.url.path + "/images/2.png"))
    }

    @Test func choosesASplit() throws {
        let text = "path,label,split\n1.png,b,train\n2.png,a,test\n1.png,a,train\n"
        #expect(try DatasetIndex.scan(plan(text, split: "train")).samples.map(\.path) == ["1.png", "1.png"])
        #expect(try DatasetIndex.scan(plan(text, split: "train", classes: ["b", "a"])).samples.map(\.label) == [0, 1])
        #expect(try DatasetIndex.scan(plan(text)).samples.count == 3)
        let wrong = Samples.diagnostics(try plan(text, split: "tset"))
        #expect(wrong.map(\.id) == ["empty-split"])
        #expect(wrong[0].help == ["did you mean 'test'?", "the splits are: test, train"])
        #expect(
            Samples.diagnostics(try plan("path,label\n1.png,a\n", split: "test"))[0].message == "no column 'split' in the header")
    }

    @Test func everyFaultHasItsPlace() throws {
        let found = Samples.diagnostics(
            try plan("path,label\n1.png\n,a\n2.png,\ngone.png,a\n1.png,c\nalso gone.png,b\n", classes: ["a", "b"]))
        #expect(found.map(\.id) == ["malformed-csv", "malformed-csv", "malformed-csv", "unknown-class", "missing-image"])
        #expect(found.map { $0.position?.line } == [2, 3, 4, 6, 5])
        #expect(found.map { $0.position?.column } == [1, 1, 7, 7, 1])
        #expect(
            found[4].message == "2 files that are not there: 'gone.png', 'also gone.png'" && found[4].outcome == .missingInput)
    }

    @Test func headersAreChecked() throws {
        func first(_ text: String) throws -> Diagnostic? { Samples.diagnostics(try plan(text)).first }
        #expect(try first("file,label\n1.png,a\n")?.message == "no column 'path' in the header")
        #expect(try first("path,lable\n1.png,a\n")?.help[0] == "did you mean 'lable' to be 'label'?")
        #expect(try first("path,label,path\n")?.position?.column == 12)
        #expect(try first("")?.message == "an empty manifest")
        #expect(try first("path,label\n")?.id == "no-classes")
        #expect(Samples.diagnostics(try plan("path,label\n1.png,a\n", classes: ["a", "b"])).map(\.id) == ["empty-class"])
    }

    @Test func unreadableManifests() throws {
        let missing = DatasetPlan(
            name: "d", source: .csv(path: "/nowhere/m.csv", root: "/"), imageSize: .init(height: 8, width: 8))
        #expect(Samples.diagnostics(missing).map(\.outcome) == [.missingInput])
        let path = folder.url.appendingPathComponent("latin.csv")
        try Data([0x70, 0xe9, 0x0a]).write(to: path)
        let latin = DatasetPlan(name: "d", source: .csv(path: path.path, root: "/"), imageSize: .init(height: 8, width: 8))
        #expect(Samples.diagnostics(latin)[0].message.contains("UTF-8"))
        let isFolder = DatasetPlan(
            name: "d", source: .csv(path: folder.url.path, root: "/"), imageSize: .init(height: 8, width: 8))
        #expect(Samples.diagnostics(isFolder).map(\.id) == ["unreadable-manifest"])
    }
}
