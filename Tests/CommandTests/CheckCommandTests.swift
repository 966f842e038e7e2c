import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct CheckCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "good.yaml")
        try assay.folder.write(Texts.tiny.replacing("data: train,", with: "data: trian,"), to: "bad.yaml")
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
    }

    @Test func severalFilesForPeople() throws {
        let ending = try assay("check", "good.yaml", "bad.yaml", "files.yaml")
        #expect(ending.exitCode == 65)
        // No data is touched: the folder `images` is missing.
        #expect(ending.output == "good.yaml: no errors\nfiles.yaml: no errors\n")
        #expect(ending.error.contains("bad.yaml:20:45: error: there is no data set called `trian`"), "\(ending.error)")
        #expect(ending.error.contains("did you mean `train`?"))
        #expect(ending.error.hasSuffix("1 error in 1 of 3 files\n"))
        #expect(!ending.error.contains("\u{1B}"))
    }

    @Test func severalFilesForScripts() throws {
        let ending = try assay("check", "good.yaml", "bad.yaml", "--format", "json")
        #expect(ending.exitCode == 65 && ending.error == "")
        let objects = try #require(JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [[String: Any]])
        let error = try #require(objects.first { $0["severity"] as? String == "error" })
        #expect(error["path"] as? String == "bad.yaml" && error["line"] as? Int == 20 && error["column"] as? Int == 45)
        #expect(error["id"] as? String == "unknown-data-set" && (error["help"] as? [String])?.isEmpty == false)
        #expect(objects.contains { $0["severity"] as? String == "lint" && $0["path"] as? String == "good.yaml" })
    }

    @Test func nothingToSay() throws {
        try assay.folder.write("datasets: {a: {synthetic: radiographs}}\n", to: "data.yaml")
        let ending = try assay("check", "data.yaml", "--format", "json")
        #expect(ending.exitCode == 0 && ending.output == "[]\n" && ending.error == "")
    }

    @Test func settings() throws {
        let good = try assay("check", "good.yaml", "--set", "steps.training.epochs=3")
        #expect(good.exitCode == 0)
        let bad = try assay("check", "good.yaml", "--set", "steps.training.epochs=none", "--set", "steps.trainig.epochs=3")
        #expect(bad.exitCode == 65)
        #expect(bad.error.contains("--set"), "\(bad.error)")
    }

    @Test func aMissingFile() throws {
        let ending = try assay("check", "nowhere.yaml")
        #expect(ending.exitCode == 66)
        #expect(ending.error.contains("nowhere.yaml"))
        // Missing is 66 only where nothing is invalid.
        #expect(try assay("check", "nowhere.yaml", "bad.yaml").exitCode == 65)
    }

    @Test(
        arguments: [
            (["--color", "always"], [:], true), (["--color", "never"], ["FORCE_COLOR": "1"], false), ([], [:], false),
            ([], ["FORCE_COLOR": "1"], true), ([], ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
            ([], ["FORCE_COLOR": "1", "NO_COLOR": ""], true), ([], ["CLICOLOR_FORCE": "0"], false),
            (["--color", "always"], ["NO_COLOR": "1"], true),
        ] as [([String], [String: String], Bool)])
    func color(_ flags: [String], _ environment: [String: String], _ isColored: Bool) throws {
        let ending = try assay.start(["check", "bad.yaml"] + flags, environment: environment).wait()
        #expect(ending.error.contains("\u{1B}[") == isColored)
        #expect(!ending.output.contains("\u{1B}"))
    }

    @Test(arguments: ["chest-xray-transfer.yaml", "phantom-transfer.yaml"]) func theExperimentsOfThisPackage(_ name: String)
        throws
    {
        let path = Fixtures.root.appendingPathComponent("Experiments").appendingPathComponent(name).path
        let ending = try assay("check", path)
        #expect(ending.exitCode == 0 && ending.output == "\(path): no errors\n")
    }
}
