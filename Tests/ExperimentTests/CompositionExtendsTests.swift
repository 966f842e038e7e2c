import Diagnostics
import Experiment
import Foundation
import TestSupport
import Testing
import YAMLSyntax

@Suite struct CompositionExtendsTests {
    @Test func aFileAloneIsItself() {
        let composition = compose("assay: 1\nparameters: {data: ../x}\n")
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.shape == "{assay: 1, parameters: {data: ../x}}")
        #expect(composition.document?.root.position == SourcePosition(file: "Experiments/main.yaml", line: 1, column: 1))
        #expect(composition.sources.line(1, of: "Experiments/main.yaml") == "assay: 1")
        #expect(composition.document?.sources.files == ["Experiments/main.yaml"])
    }

    @Test func listedFilesComeInOrderAndTheFileLast() {
        let files = MemoryFiles([
            "main.yaml": "extends: [lib/a.yaml, lib/b.yaml]\nx: {three: main}\n", "lib/a.yaml": "x: {one: a, two: a, three: a}\n",
            "lib/b.yaml": "extends: c.yaml\nx: {two: b, three: b}\n", "lib/c.yaml": "x: {one: c}\ny: c\n",
        ])
        let composition = files.compose()
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.shape == "{x: {one: c, two: b, three: main}, y: c}")
        #expect(composition.sources.files == ["lib/a.yaml", "lib/b.yaml", "lib/c.yaml", "main.yaml"])
    }

    @Test func pathsStartFromTheFileThatNamesThem() {
        let files = MemoryFiles([
            "Experiments/main.yaml": "extends: ../lib/a.yaml\np: 1", "lib/a.yaml": "extends: sub/b.yaml\nq: 2",
            "lib/sub/b.yaml": "r: 3",
        ])
        let document = files.compose("Experiments/main.yaml", ".s=4").document
        #expect(document?.root.shape == "{r: 3, q: 2, p: 1, s: 4}")
        let folders = document?.root.entries?.map { document?.baseDirectory(of: $0.value.position.file) }
        #expect(
            folders == ["/home/me/Experiments/../lib/sub", "/home/me/Experiments/../lib", "/home/me/Experiments", "/home/me"])
    }

    @Test func absolutePathsStayAsTheyAre() throws {
        let folder = try TemporaryFolder()
        let base = try folder.write("a: 1", to: "lib/base.yaml")
        let main = try folder.write("extends: \(base)\nb: 2", to: "main.yaml")
        let composition = Composer(workingDirectory: "/").compose(file: main)
        #expect(composition.shape == "{a: 1, b: 2}")
        #expect(composition.document?.root["a"]?.position.file == base)
        #expect(composition.document?.baseDirectory(of: base) == folder.url.appendingPathComponent("lib").path)
    }

    @Test func everyValueKeepsItsPlace() throws {
        let files = MemoryFiles(["main.yaml": "extends: base.yaml\nx: {1️⃣b: 2️⃣2}\n", "base.yaml": "1️⃣x: 2️⃣{3️⃣a: 4️⃣1, b: 1}\n"])
        let entry = try #require(files.compose().document?.root.entries?.first)
        #expect(entry.position == files.position("base.yaml", 1))
        #expect(entry.value.position == files.position("base.yaml", 2))
        #expect(entry.value.entries?[0].position == files.position("base.yaml", 3))
        #expect(entry.value["a"]?.position == files.position("base.yaml", 4))
        #expect(entry.value.entries?[1].position == files.position("main.yaml", 1))
        #expect(entry.value["b"]?.position == files.position("main.yaml", 2))
    }

    @Test func aCommonBaseTakesPartOnce() {
        let files = MemoryFiles([
            "main.yaml": "extends: [a.yaml, b.yaml]", "a.yaml": "extends: common.yaml\nx: a",
            "b.yaml": "extends: ./common.yaml\ny: b",
            "common.yaml": "x: common\ny: common\nsteps: [build]\nsteps+: [train]",
        ])
        let composition = files.compose()
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.shape == "{x: a, y: b, steps: [build, train]}")
    }

    @Test func cyclesNameTheChain() {
        let files = MemoryFiles([
            "main.yaml": "extends: lib/a.yaml", "lib/a.yaml": "extends: [b.yaml]",
            "lib/b.yaml": "x: 1\nextends: [1️⃣../lib/a.yaml]",
        ])
        let composition = files.compose()
        #expect(composition.document == nil)
        #expect(composition.diagnostics.map(\.id) == ["extends-cycle"])
        #expect(
            composition.diagnostics.map(\.message) == [
                "these files extend each other: lib/a.yaml -> lib/b.yaml -> lib/../lib/a.yaml"
            ])
        #expect(composition.diagnostics.map(\.position) == [files.position("lib/b.yaml", 1)])
        #expect(composition.diagnostics.map(\.length) == [13])
        #expect(MemoryFiles(["main.yaml": "extends: main.yaml"]).compose().diagnostics.map(\.id) == ["extends-cycle"])
    }

    @Test func chainsEnd() {
        var texts: [String: String] = [:]
        for index in 0..<40 { texts["\(index).yaml"] = "extends: \(index + 1).yaml" }
        let composition = MemoryFiles(texts).compose("0.yaml")
        #expect(composition.diagnostics.map(\.id) == ["extends-too-deep"])
        #expect(composition.diagnostics.first?.position == SourcePosition(file: "15.yaml", line: 1, column: 10))
        var many = ["main.yaml": "extends: [\((0..<400).map { "\($0).yaml" }.joined(separator: ", "))]"]
        for index in 0..<400 { many["\(index).yaml"] = "a: 1" }
        #expect(MemoryFiles(many).compose().diagnostics.first?.id == "extends-too-deep")
    }

    @Test func aMissingFileIsAMissingInput() {
        let files = MemoryFiles(["Experiments/main.yaml": "extends: 1️⃣lib/gone.yaml"])
        let composition = files.compose("Experiments/main.yaml")
        #expect(composition.document == nil)
        #expect(composition.diagnostics.map(\.message) == ["there is no file `Experiments/lib/gone.yaml`"])
        #expect(composition.diagnostics.map(\.position) == [files.position("Experiments/main.yaml", 1)])
        #expect(
            composition.diagnostics.map(\.help) == [
                ["a relative path in `extends` starts from the folder of its file: `Experiments`"]
            ])
        #expect(ExitCode(for: composition.diagnostics) == .missingInput)
        #expect(composition.sources.line(1, of: "Experiments/main.yaml") == "extends: lib/gone.yaml")

        let main = files.compose("gone.yaml").diagnostics
        #expect(main.map(\.message) == ["there is no file `gone.yaml`"])
        #expect(main.map(\.position) == [nil])
        #expect(main.map(\.outcome) == [.missingInput])
    }

    @Test func allMissingFilesAreNamed() {
        let files = MemoryFiles(["main.yaml": "extends: [1️⃣a.yaml, 2️⃣b.yaml]\nx: 3️⃣!t 1"])
        let composition = files.compose()
        #expect(composition.diagnostics.map(\.id) == ["tag", "missing-file", "missing-file"])
        #expect(composition.diagnostics.map(\.position) == [3, 1, 2].map { files.position("main.yaml", $0) })
        #expect(ExitCode(for: composition.diagnostics) == .invalid)
    }

    @Test func aBrokenBaseHasNoDocument() {
        let files = MemoryFiles(["main.yaml": "extends: base.yaml", "base.yaml": "a: 1️⃣[:-5]"])
        let composition = files.compose()
        #expect(composition.document == nil)
        #expect(composition.diagnostics.map(\.position) == [files.position("base.yaml", 1)])
    }

    @Test(arguments: ["- a\n- b", "just text", "[1, 2]"])
    func aRootIsAMapping(text: String) {
        let composition = compose(text)
        #expect(composition.document == nil)
        #expect(composition.diagnostics.map(\.id) == ["not-a-mapping"])
    }

    @Test func extendsTakesPaths() {
        for text in ["extends: 1️⃣{a: b}", "extends: [1️⃣[a]]", "extends: 1️⃣''"] {
            let files = MemoryFiles(["main.yaml": text])
            let composition = files.compose()
            #expect(composition.diagnostics.map(\.id) == ["extends-not-a-path"], "\(text)")
            #expect(composition.diagnostics.map(\.position) == [files.position("main.yaml", 1)], "\(text)")
        }
        #expect(compose("extends: []\na: 1").shape == "{a: 1}")
    }

    @Test func errorsThatLeaveTheRestReadableLeaveADocument() {
        let composition = compose("a: 1\na: 2\n")
        #expect(composition.diagnostics.map(\.id) == ["duplicate-key"])
        #expect(composition.shape == "{a: 1}")
    }
}

@Suite struct CompositionDiskTests {
    @Test func filesAreRead() throws {
        let folder = try TemporaryFolder()
        try folder.write("a: 1", to: "base.yaml")
        try folder.write("\u{FEFF}extends: ../base.yaml\nb: 2", to: "sub/main.yaml")
        let composition = Composer(workingDirectory: folder.url.path).compose(file: "sub/main.yaml")
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.shape == "{a: 1, b: 2}")
        #expect(composition.sources.line(1, of: "sub/main.yaml") == "extends: ../base.yaml")
    }

    @Test func whatIsNoFileIsSaidSo() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "file/x")
        let composer = Composer(workingDirectory: folder.url.path)
        #expect(composer.compose(file: "gone.yaml").diagnostics.map(\.id) == ["missing-file"])
        #expect(composer.compose(file: "file").diagnostics.map(\.id) == ["not-a-file"])
        #expect(composer.compose(file: "file/x/y").diagnostics.map(\.id) == ["missing-file"])
        #expect(composer.compose(file: "/dev/zero").diagnostics.map(\.id) == ["not-a-file"])
        let long = composer.compose(file: String(repeating: "x", count: 5000)).diagnostics
        #expect(long.map(\.id) == ["unreadable-file"])
        #expect(long.allSatisfy { $0.outcome == .missingInput })
    }

    @Test func aHugeFileIsNotReadWhole() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a: 1", to: "huge.yaml")
        try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 1 << 36)
        let composition = Composer(workingDirectory: "/").compose(file: path)
        #expect(composition.diagnostics.map(\.id) == ["document-too-large"])
    }
}
