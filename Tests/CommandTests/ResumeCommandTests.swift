import Foundation
import Plan
import Results
import TestSupport
import Testing

/// `run --resume`: by signals, kills and torn files.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct ResumeCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
    }

    private func directory(_ path: some StringProtocol) -> RunDirectory { RunDirectory(existing: assay.url(String(path))) }

    private static let epochs = 60

    private func arguments(_ more: [String] = []) -> [String] {
        ["run", "tiny.yaml", "--threads", "1", "--set", "steps.training.epochs=\(Self.epochs)", "--checkpoint-minutes", "0"]
            + more
    }

    private func run(_ more: String...) throws -> Assay.Ending { try assay.start(arguments(more)).wait() }

    /// A run in which some epochs are done, ended by a signal.
    private func interrupted(by signal: Int32) throws -> Assay.Ending {
        let process = try assay.start(arguments(["--format", "json"]))
        try process.waitFor("\"epoch\":3,")
        process.send(signal)
        return try process.wait()
    }

    /// The newest run directory; where there is one alone.
    private func newest() throws -> RunDirectory {
        let names = try FileManager.default.contentsOfDirectory(atPath: assay.url("Results/tiny").path)
        #expect(names.filter { $0 != "latest" }.count == 1)
        return directory("Results/tiny/latest")
    }

    /// That it holds the bytes of an undisturbed run, made once for all.
    private func expectWhole(_ run: RunDirectory, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let ending = try self.run("--results", "whole", "-q")
        let whole = directory(try #require(ending.lines.last))
        func files(_ run: RunDirectory) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: run.url.path).sorted()
        }
        #expect(try files(run) == files(whole), sourceLocation: sourceLocation)
        for name in [
            "training/weights/last.safetensors", "training/metrics.json", "evaluation/predictions.csv", "plan.json", "run.lock",
        ] {
            #expect(try run.read(name) == whole.read(name), "\(name)", sourceLocation: sourceLocation)
        }
        let curves = try (run.curves(step: "training"), whole.curves(step: "training"))
        #expect(curves.0.rows.map(\.values) == curves.1.rows.map(\.values), sourceLocation: sourceLocation)
        #expect(try run.record().metrics == whole.record().metrics, sourceLocation: sourceLocation)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGKILL]) func goesOnAfterASignal(_ signal: Int32) throws {
        let first = try interrupted(by: signal)
        let run = try newest()
        let record = try run.record()
        if signal == SIGKILL {
            #expect(first.isSignalled && record.status == .running && record.exitCode == nil)
        } else {
            #expect(first.exitCode == 75 && record.status == .interrupted && record.exitCode == 75)
        }
        let rows = try run.curves(step: "training").rows
        let second = try self.run("--resume", "latest")
        #expect(second.exitCode == 0, "\(second.error)")
        #expect(second.error.contains(/assay: resuming Results\/tiny\/\S+ from epoch \d+ of training/), "\(second.error)")
        #expect(try newest() == run && second.lines.last?.hasSuffix(run.id) == true)
        let resumed = try run.record()
        #expect(resumed.status == .completed && resumed.resumed?.count == 1 && resumed.started == record.started)
        // A killed run may have had an epoch more than its last checkpoint.
        let after = try run.curves(step: "training").rows
        #expect(after.starts(with: rows.dropLast()) && after.count == Self.epochs)
        try expectWhole(run)
    }

    @Test func peopleAreToldHowToGoOn() throws {
        let process = try assay.start(arguments())
        let curves = { (try? self.directory("Results/tiny/latest").curves(step: "training").rows.isEmpty) == false }
        let deadline = Date(timeIntervalSinceNow: 60)
        while !curves(), Date() < deadline { usleep(2000) }
        process.send(SIGTERM)
        let ending = try process.wait()
        #expect(ending.exitCode == 75)
        let line = try #require(ending.error.split(separator: "\n").last { $0.hasPrefix("assay: go on with: ") })
        let run = try newest()
        #expect(
            line == "assay: go on with: assay run tiny.yaml --set steps.training.epochs=60 --resume Results/tiny/\(run.id)")
        let second = try assay.shell("$ASSAY" + line.dropFirst("assay: go on with: assay".count))
        #expect(second.exitCode == 0)
        try expectWhole(run)
    }

    @Test func nothingToResume() throws {
        let ending = try self.run("--resume", "latest")
        #expect(ending.exitCode == 0)
        #expect(ending.error.contains("assay: nothing to resume: there is no run of tiny yet; starting afresh"))
        let run = try newest()
        // Once more: it is complete, and nothing is done.
        let before = try run.read("run.json")
        let again = try self.run("--resume", "latest")
        #expect(again.exitCode == 0 && again.lines.last?.hasSuffix(run.id) == true)
        #expect(again.error.contains("is complete") && again.output.contains("evaluation"))
        #expect(try run.read("run.json") == before && newest() == run)
        let scripted = try self.run("--resume", run.url.path, "--format", "json")
        #expect(scripted.exitCode == 0 && scripted.lines.count == 1 && scripted.output.hasPrefix("{\"run\":"))
    }

    @Test func theNewestIsTorn() throws {
        _ = try interrupted(by: SIGKILL)
        let run = try newest()
        let names = try FileManager.default.contentsOfDirectory(atPath: run.url.path + "/checkpoints")
        let last = try #require(names.filter { $0.hasSuffix(".safetensors") }.max())
        let url = run.url.appendingPathComponent("checkpoints/\(last)")
        try Data(contentsOf: url).dropLast(100).write(to: url)
        let ending = try self.run("--resume", "latest")
        #expect(ending.exitCode == 0)
        #expect(ending.error.contains("warning: the checkpoint \(last) cannot be used: it was cut short, or damaged"))
        #expect(ending.error.contains("going on from the checkpoint"))
        try expectWhole(run)
    }

    @Test func thePlanDiffers() throws {
        _ = try interrupted(by: SIGTERM)
        let before = try newest().read("run.json")
        let ending = try self.run("--resume", "latest", "--set", "steps.training.epochs=61")
        #expect(ending.exitCode == 65 && ending.output == "")
        #expect(ending.error.contains("plan: steps.training.epochs: 60 -> 61") && ending.error.contains("[plan-differs]"))
        #expect(try newest().read("run.json") == before)
    }

    @Test func theDataDiffers() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        try Texts.images(in: assay.folder)
        let words = ["run", "files.yaml", "--threads", "1", "--set", "steps.training.epochs=100000"]
        let process = try assay.start(words + ["--format", "json"])
        try process.waitFor("epoch_ended")
        process.send(SIGTERM)
        #expect(try process.wait().exitCode == 75)
        let image = assay.url("images/a/2.png")
        try FileManager.default.removeItem(at: image)
        try FileManager.default.copyItem(at: assay.url("images/b/3.png"), to: image)
        let ending = try assay.start(words + ["--resume", "latest"]).wait()
        #expect(ending.exitCode == 65)
        #expect(ending.error.contains("[drift]") && ending.error.contains("a/2.png") && ending.error.contains("without --resume"))
    }

    @Test func aSecondProcessKeepsAway() throws {
        let process = try assay.start(arguments(["--format", "json", "--set", "steps.training.epochs=100000"]))
        try process.waitFor("epoch_ended")
        let ending = try self.run("--resume", "latest", "--set", "steps.training.epochs=100000")
        #expect(ending.exitCode == 73 && ending.error.contains("another process is writing"))
        process.send(SIGKILL)
        _ = try process.wait()
        // The lock went with the process.
        let second = try assay.start(
            arguments(["--format", "json", "--set", "steps.training.epochs=100000", "--resume", "latest"]))
        try second.waitFor("run_resumed")
        try second.waitFor("epoch_ended")
        second.send(SIGTERM)
        #expect(try second.wait().exitCode == 75)
    }

    @Test(arguments: ["-1", "nan", "inf", "x"]) func minutesAreANumber(_ text: String) throws {
        #expect(try assay("run", "tiny.yaml", "--checkpoint-minutes=\(text)").exitCode == 64)
    }
}
