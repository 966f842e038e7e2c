import Foundation
import Plan
import Results
import TestSupport
import Testing

/// `run --directory`, `--pause`, `--keep-rung` and `--adopt`: what a sweep runs its trials with.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct TrialCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
    }

    private func run(_ more: String...) throws -> Assay.Ending {
        try assay.start(["run", "tiny.yaml", "--threads", "1", "--set", "steps.training.epochs=6", "-q"] + more).wait()
    }

    private func directory(_ path: String) -> RunDirectory { RunDirectory(existing: assay.url(path)) }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: assay.url(path).path) }

    /// Files that hold no times.
    private func expectEqual(_ first: String, _ second: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for name in [
            "training/weights/last.safetensors", "training/metrics.json", "evaluation/predictions.csv", "plan.json", "run.lock",
        ] {
            #expect(try directory(first).read(name) == directory(second).read(name), "\(name)", sourceLocation: sourceLocation)
        }
        let curves = try [first, second].map { try directory($0).curves(step: "training").rows.map(\.values) }
        #expect(curves[0] == curves[1], sourceLocation: sourceLocation)
    }

    @Test func inPieces() throws {
        #expect(try run("--directory", "whole").exitCode == 0)
        for epoch in [2, 2, 5] {
            let ending = try run("--directory", "a/b/trial", "--pause", "training:\(epoch)", "--format", "json")
            #expect(ending.exitCode == 75 && ending.lines.last == "{\"run\":\"a/b/trial\"}", "\(ending.error)")
            #expect(try directory("a/b/trial").curves(step: "training").rows.count == epoch)
            #expect(try directory("a/b/trial").record().status == .interrupted)
        }
        let ending = try run("--directory", "a/b/trial", "--pause", "training:3")
        #expect(ending.exitCode == 0 && ending.output == "a/b/trial\n")
        try expectEqual("a/b/trial", "whole")
        // It is complete: nothing is done, and nothing of it changes.
        let before = try directory("a/b/trial").read("run.json")
        #expect(try run("--directory", "a/b/trial").exitCode == 0)
        #expect(try directory("a/b/trial").read("run.json") == before)
        #expect(!isThere("Results") && !isThere("a/b/latest") && !isThere("latest") && !isThere("a/b/trial/rungs"))
    }

    @Test func killedAndTorn() throws {
        #expect(try run("--directory", "whole").exitCode == 0)
        let process = try assay.start([
            "run", "tiny.yaml", "--threads", "1", "--set", "steps.training.epochs=6", "--directory", "trial", "--format", "json",
            "--checkpoint-minutes", "0",
        ])
        try process.waitFor("\"epoch\":2,")
        process.send(SIGKILL)
        _ = try process.wait()
        try Data(directory("trial").read("run.json").dropLast(40)).write(to: assay.url("trial/run.json"))
        let ending = try run("--directory", "trial")
        #expect(ending.exitCode == 0, "\(ending.error)")
        try expectEqual("trial", "whole")
        // All is lost but a file that says nothing.
        for name in try FileManager.default.contentsOfDirectory(atPath: assay.url("trial").path) where name != "events.jsonl" {
            try FileManager.default.removeItem(at: assay.url("trial/\(name)"))
        }
        let again = try run("--directory", "trial")
        #expect(again.exitCode == 0 && again.error.contains("run.json cannot be read; beginning again"))
        try expectEqual("trial", "whole")
    }

    @Test func anotherPlan() throws {
        #expect(try run("--directory", "trial", "--pause", "training:1").exitCode == 75)
        let ending = try run("--directory", "trial", "--seed", "99")
        #expect(ending.exitCode == 65 && ending.error.contains("[plan-differs]") && ending.error.contains("plan: seed:"))
        #expect(ending.error.contains("or name another directory"))
    }

    @Test func goesOnFromAnother() throws {
        #expect(try run("--directory", "t/a", "--pause", "training:2", "--keep-rung").exitCode == 75)
        #expect(try run("--directory", "t/b", "--pause", "training:2", "--keep-rung", "--seed", "99").exitCode == 75)
        #expect(isThere("t/a/rungs/000002.safetensors"))
        // Under the values of the other one: what it leaves is what that one leaves.
        for pause in [["--pause", "training:4"], []] {
            let words = ["run", "tiny.yaml", "--threads", "1", "--set", "steps.training.epochs=6", "-q", "--directory", "t/b"]
            let ending = try assay.start(words + ["--adopt", "t/a/rungs/000002.safetensors"] + pause).wait()
            #expect(ending.exitCode == (pause.isEmpty ? 0 : 75), "\(ending.error)")
        }
        #expect(try directory("t/b").record().adopted?.count == 1)
        #expect(try run("--directory", "t/a").exitCode == 0)
        try expectEqual("t/a", "t/b")
        let ending = try run("--directory", "t/c", "--adopt", "t/a/rungs/000009.safetensors")
        #expect(ending.exitCode == 65 && ending.error.contains("000009.safetensors"))
        #expect(try run("--directory", "t/c", "--adopt", "tiny.yaml").exitCode == 65)
    }

    @Test(arguments: [
        ["--pause", "training"], ["--pause", "training:0"], ["--pause", ":1"], ["--pause", "training:x"], ["--keep-rung"],
        ["--directory", ""], ["--adopt", "x"], ["--directory", "d", "--adopt", ""], ["--directory", "d", "--resume", "latest"],
    ])
    func wordsThatAreWrong(_ words: [String]) throws {
        #expect(try assay.start(["run", "tiny.yaml"] + words).wait().exitCode == 64)
    }

    @Test func aTrainingThatIsNone() throws {
        for step in ["evaluation", "nowhere"] {
            let ending = try run("--directory", "trial", "--pause", "\(step):1")
            #expect(ending.exitCode == 65 && ending.error.contains("its trainings: training") && !isThere("trial"))
        }
    }

    /// They are a sweep's, and no person's.
    @Test func nobodyIsTold() throws {
        let help = try assay("run", "--help").output
        #expect(!help.contains("--pause") && !help.contains("--adopt") && !help.contains("--directory"))
    }
}
