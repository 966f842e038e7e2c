import Foundation
import Plan
import Results
import TestSupport
import Testing

/// `assay run --locked`: it starts only where everything is as a lock has it.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct LockCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        try Texts.images(in: assay.folder)
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Assay.Ending {
        let process = try assay.start(["run", "files.yaml", "--threads", "1", "-q"] + arguments, environment: environment)
        return try process.wait()
    }

    private func directory(_ ending: Assay.Ending) throws -> RunDirectory {
        RunDirectory(existing: assay.url(try #require(ending.lines.last)))
    }

    private var runs: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: assay.url("Results/files").path)) ?? []
        return names.count { $0 != "latest" }
    }

    private func copy(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(at: assay.url(to))
        try FileManager.default.copyItem(at: assay.url(from), to: assay.url(to))
    }

    @Test func withoutALock() throws {
        let ending = try run("--locked")
        #expect(ending.exitCode == 66 && ending.output == "")
        #expect(ending.error.contains("neither files.lock nor Results/files/latest/run.lock"), "\(ending.error)")
        let named = try run("--lock", "nowhere.lock")
        #expect(named.exitCode == 66 && named.error.contains("there is no lock") && named.error.contains("nowhere.lock"))
        #expect(runs == 0)
        #expect(try run("--lock", "").exitCode == 64)
    }

    @Test func theNewestRunIsFollowed() throws {
        let first = try directory(run())
        let ending = try run("--locked", "--threads", "2")
        #expect(ending.exitCode == 0 && ending.error == "")
        let second = try directory(ending)
        #expect(second.id != first.id)
        #expect(try second.lock().identity == first.lock().identity)
        #expect(try second.lock().threads != first.lock().threads)
        let name = "training/weights/last.safetensors"
        #expect(try second.read(name) == first.read(name))
    }

    /// Files that changed, came and went are named, and nothing is begun.
    @Test func theDataDrifted() throws {
        _ = try run()
        try copy("images/a/1.png", "images/b/2.png")
        try FileManager.default.removeItem(at: assay.url("images/a/0.png"))
        try copy("images/a/1.png", "images/a/new.png")
        let ending = try run("--locked")
        #expect(ending.exitCode == 65 && ending.output == "" && runs == 1)
        for part in [
            "error: 3 things are not as Results/files/latest/run.lock has them, and nothing was started [drift]",
            "error: the data set 'train': 1 file changed: 'b/2.png'", "error: the data set 'train': 1 file removed: 'a/0.png'",
            "error: the data set 'train': 1 file added: 'a/new.png'", "[drift-data]", "help: put them back",
        ] { #expect(ending.error.contains(part), "\(part) is not in \(ending.error)") }
        let json = try run("--locked", "--format", "json")
        let diagnostics = try #require(JSONSerialization.jsonObject(with: Data(json.error.utf8)) as? [[String: Any]])
        #expect(diagnostics.map { $0["id"] as? String } == ["drift", "drift-data", "drift-data", "drift-data"])
        // Without a lock it runs.
        #expect(try run().exitCode == 0)
    }

    @Test func thePlanDrifted() throws {
        _ = try run()
        let ending = try run("--locked", "--set", "steps.training.epochs=3", "--seed", "5")
        #expect(ending.exitCode == 65 && runs == 1)
        #expect(ending.error.contains("plan: steps.training.epochs: 2 -> 3"), "\(ending.error)")
        #expect(ending.error.contains("plan: seed: 0 -> 5"))
        #expect(ending.error.contains("set it back, in the experiment or with --set"))
    }

    @Test func whatComputesDrifted() throws {
        _ = try run()
        let engine = try run("--locked", "--engine", "onednn")
        #expect(engine.exitCode == 65 && engine.error.contains("the engine was fast and is onednn"))
        #expect(engine.error.contains("run with --engine fast"))
        let portable = try run("--locked", environment: ["ASSAY_ISA": "portable"])
        if try RunDirectory(existing: assay.url("Results/files/latest")).lock().instructionSets["kernels"] != "portable" {
            #expect(portable.exitCode == 65 && portable.error.contains("-> portable"))
        }
        #expect(runs == 1)
    }

    /// A lock that is kept beside the experiment wins over the newest run, and goes where the experiment goes.
    @Test func aLockBesideTheExperiment() throws {
        let first = try directory(run()).id
        try copy("Results/files/latest/run.lock", "files.lock")
        _ = try run("--set", "steps.training.epochs=1")
        try assay.folder.write(
            "# A remark.\n" + Texts.onFiles.replacing("name: files", with: "name: files\ndescription: Words."), to: "files.yaml")
        #expect(try run("--locked").exitCode == 0)
        try copy("files.lock", "elsewhere.lock")
        try FileManager.default.removeItem(at: assay.url("files.lock"))
        try FileManager.default.moveItem(at: assay.url("images"), to: assay.url("pictures"))
        #expect(try run("--lock", "elsewhere.lock", "--set", "data=pictures", "--results", "other").exitCode == 0)
        #expect(try run("--lock", "Results/files/\(first)", "--set", "data=pictures").exitCode == 0)
    }

    @Test func locksThatWereEdited() throws {
        let lock = try directory(run()).lock()
        let encoder = { (lock: RunLock) throws -> String in String(decoding: try PlanCoding.encode(lock), as: UTF8.self) }
        var built = lock
        built.binary = FileMark(sha256: String(repeating: "0", count: 64), bytes: 1)
        try assay.folder.write(encoder(built), to: "files.lock")
        let another = try run("--locked")
        #expect(another.exitCode == 0 && another.error.contains("warning: this is another build of assay"), "\(another.error)")
        var old = lock
        old.versions["oneDNN"] = "1.0"
        try assay.folder.write(encoder(old), to: "files.lock")
        let version = try run("--locked")
        #expect(version.exitCode == 65 && version.error.contains("version of oneDNN: 1.0 -> "))
        for text in ["", "{", String(repeating: "[", count: 100_000), "{\"schema\": \"lock/1\"}"] {
            try assay.folder.write(text, to: "files.lock")
            let ending = try run("--locked")
            #expect(ending.exitCode == 65 && !ending.isSignalled && ending.error.contains("files.lock"))
        }
    }

    @Test func weightsDrifted() throws {
        try assay.folder.write(Texts.onFiles + "  - save_weights: {id: kept, model: net, to: w.safetensors}\n", to: "save.yaml")
        let loading = Texts.onFiles.replacing("name: files", with: "name: loading").replacing(
            "  - compile", with: "  - load_weights: {id: loaded, model: net, from: w.safetensors}\n  - compile")
        try assay.folder.write(loading, to: "loading.yaml")
        for seed in ["1", "2"] {
            #expect(try assay("run", "save.yaml", "-q", "--threads", "1", "--seed", seed).exitCode == 0)
            try copy("Results/files/latest/kept/w.safetensors", "w.safetensors")
            let locked = seed == "1" ? [] : ["--locked"]
            let ending = try assay.start(["run", "loading.yaml", "-q", "--threads", "1"] + locked).wait()
            #expect(ending.exitCode == (seed == "1" ? 0 : 65), "\(ending.error)")
            if seed == "2" { #expect(ending.error.contains("the weights file of step 'loaded' is another one: other content")) }
        }
    }
}
