import Foundation
import Results
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct SweepCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Self.text(), to: "tiny.yaml")
    }

    /// A small experiment with a sweep of two rates and two numbers of units.
    private static func text(_ sweep: String = "parameters: {rate: [1e-3, 1e-2], units: [2, 4]}") -> String {
        """
        assay: 1
        name: tiny
        semantics: keras-2.2.4
        seed: 7
        parameters: {rate: 1e-3, units: 3}
        datasets:
          images: {synthetic: {radiographs: {count: 12, seed: 1}}, image_size: [16, 16], batch_size: 4}
        models:
          net: {input: [16, 16, 3], layers: [Flatten, {Dense: {units: "${units}"}}, {Dense: {units: 2, activation: sigmoid}}]}
        steps:
          - build: {model: net, as: model}
          - compile: {model: model, loss: binary_crossentropy, optimizer: {Adam: {learning_rate: "${rate}"}}, metrics: [accuracy]}
          - train: {id: training, model: model, data: images, epochs: 2}
          - evaluate: {id: evaluation, model: model, data: images}
        sweep:
          objective: {step: evaluation, metric: loss, mode: min}
          \(sweep)

        """
    }

    private var folder: URL { assay.url("Results/tiny/sweeps/default") }

    private func runs() throws -> [RunRecord] {
        let trials = folder.appendingPathComponent("trials")
        return try FileManager.default.contentsOfDirectory(atPath: trials.path).sorted().map {
            try RunDirectory(existing: trials.appendingPathComponent($0)).record()
        }
    }

    @Test func aSweepAndTheSameAgain() throws {
        let ending = try assay("sweep", "tiny.yaml", "--workers", "2")
        #expect(ending.exitCode == 0, "\(ending.error)")
        #expect(ending.lines.first == "4 of 4 trials completed")
        #expect(ending.lines.last == "Results/tiny/sweeps/default")
        #expect(ending.error.contains("trial 0 (seed 7): begins on 1 thread: rate=0.001 units=2\n"))
        #expect(try runs().map(\.status) == [.completed, .completed, .completed, .completed])
        let before = try runs()
        let again = try assay("sweep", "tiny.yaml")
        #expect(again.exitCode == 0 && again.output == ending.output && again.error == "")
        #expect(try runs() == before)
    }

    /// A trial is what a plain run with its settings is.
    @Test func aTrialIsARun() throws {
        #expect(try assay("sweep", "tiny.yaml", "-q").exitCode == 0)
        let run = try #require(try assay("run", "tiny.yaml", "-q", "--set", "rate=1e-2", "--set", "units=4").lines.last)
        let record = try RunDirectory(existing: assay.url(run)).record()
        let trial = try #require(try runs().first { $0.planSha256 == record.planSha256 })
        #expect(trial.metrics == record.metrics)
    }

    @Test func aChangedFileExtends() throws {
        #expect(try assay("sweep", "tiny.yaml", "-q").exitCode == 0)
        try assay.folder.write(Self.text("parameters: {rate: [1e-3, 1e-2], units: [2, 4, 6]}"), to: "tiny.yaml")
        let ending = try assay("sweep", "tiny.yaml")
        #expect(ending.exitCode == 0 && ending.lines.first == "6 of 6 trials completed")
        #expect(ending.error.contains("units=6") && !ending.error.contains("units=2"))
        #expect(try runs().count == 6)
        // Another network is another sweep.
        try assay.folder.write(Self.text().replacing("units: 2, activation", with: "units: 1, activation"), to: "tiny.yaml")
        let other = try assay("sweep", "tiny.yaml")
        #expect(other.exitCode == 65 && other.error.contains("[sweep-differs]"))
        #expect(try runs().count == 6)
    }

    // MARK: What fails

    /// A failure is a result with its log; the others go on.
    @Test func aTrialThatFails() throws {
        try assay.folder.write(Self.text("parameters: {rate: [1e-3, 3e38], units: [2]}"), to: "tiny.yaml")
        let ending = try assay("sweep", "tiny.yaml")
        #expect(ending.exitCode == 1)
        #expect(ending.lines.first == "1 of 2 trials completed, 1 failed")
        #expect(ending.output.contains("trial 1 (seed 7) failed: the loss became"))
        let log = try #require(ending.output.firstMatch(of: /its log: (.*log\.txt)/)?.1)
        let text = try String(contentsOf: assay.url(String(log)), encoding: .utf8)
        #expect(text.contains("the loss became") && text.contains("exit code 1"))
        // It is not tried again unasked.
        let again = try assay("sweep", "tiny.yaml")
        #expect(again.exitCode == 1 && again.error == "")
        let retried = try assay("sweep", "tiny.yaml", "--retry-failed")
        #expect(retried.exitCode == 1 && retried.error.contains("trial 1 (seed 7)") && !retried.error.contains("trial 0"))
    }

    @Test func tooMuchMemory() throws {
        try assay.folder.write(Self.text("memory: 1MiB\n  parameters: {units: [2, 3]}"), to: "tiny.yaml")
        let ending = try assay("sweep", "tiny.yaml", "--set", "steps.training.epochs=100000")
        #expect(ending.exitCode == 1 && ending.lines.first == "0 of 2 trials completed, 2 failed")
        #expect(ending.output.contains("trial 0 (seed 7) failed: out of memory: "))
        #expect(ending.output.contains(" of 1.00 MB"))
    }

    // MARK: Being stopped

    @Test(arguments: [SIGINT, SIGTERM]) func interruptedAndCalledAgain(_ signal: Int32) throws {
        let sweep = ["sweep", "tiny.yaml", "--workers", "2", "--set", "steps.training.epochs=400"]
        let process = try assay.start(sweep)
        try waitFor { try runs().count == 2 && runs().allSatisfy { $0.steps.count > 2 } }
        process.send(signal)
        let ending = try process.wait()
        #expect(ending.exitCode == 75 && !ending.isSignalled, "\(ending.error)")
        #expect(ending.error.contains("assay: interrupted; the same command goes on"))
        #expect(try runs().contains { $0.status == .interrupted })
        let again = try assay.start(sweep).wait()
        #expect(again.exitCode == 0 && again.lines.first == "4 of 4 trials completed", "\(again.error)")
        #expect(again.error.contains(": goes on on "))
        #expect(try runs().contains { $0.resumed?.count == 1 } && runs().allSatisfy { $0.status == .completed })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("claims").path).isEmpty)
    }

    /// Killed, it takes its trials with it, and the next command takes over what it held.
    @Test func killed() throws {
        let sweep = ["sweep", "tiny.yaml", "--workers", "1", "--set", "steps.training.epochs=400"]
        let process = try assay.start(sweep)
        try waitFor { try runs().contains { $0.steps.count > 2 } }
        process.send(SIGKILL)
        #expect(try process.wait().isSignalled)
        let again = try assay.start(sweep).wait()
        #expect(again.exitCode == 0 && again.lines.first == "4 of 4 trials completed", "\(again.error)")
        #expect(try runs().count == 4 && runs().allSatisfy { $0.status == .completed })
    }

    /// Two commands share the work.
    @Test func twoAtOnce() throws {
        let sweep = ["sweep", "tiny.yaml", "--workers", "1", "--set", "steps.training.epochs=100"]
        let (first, second) = (try assay.start(sweep), try assay.start(sweep))
        let endings = [try first.wait(), try second.wait()]
        #expect(endings.allSatisfy { $0.exitCode == 0 && $0.lines.first == "4 of 4 trials completed" })
        #expect(try runs().count == 4 && runs().allSatisfy { $0.status == .completed && $0.resumed == nil })
        let begun = endings.map { $0.error.components(separatedBy: ": begins on").count - 1 }
        #expect(begun.reduce(0, +) == 4 && begun.allSatisfy { $0 > 0 })
    }

    // MARK: What it says

    @Test func forScripts() throws {
        let ending = try assay("sweep", "tiny.yaml", "--format", "json")
        #expect(ending.exitCode == 0 && ending.error == "")
        let lines = try ending.lines.map { try Assay.object(Data($0.utf8)) }
        #expect(lines.last?["sweep"] as? String == "Results/tiny/sweeps/default")
        let events = lines.compactMap { $0["event"] as? String }
        #expect(events.count { $0 == "trial_started" } == 4 && events.count { $0 == "trial_ended" } == 4)
        #expect(events.count { $0 == "epoch_ended" } == 8)
        let ended = try #require(lines.first { $0["event"] as? String == "trial_ended" })
        #expect(ended["outcome"] as? String == "completed" && ended["objective"] is Double)
        let stands = try #require(lines.last { $0["event"] as? String == "sweep_stands" })
        #expect(stands["completed"] as? Int == 4 && stands["total"] as? Int == 4)
    }

    @Test func dryRun() throws {
        let ending = try assay("sweep", "tiny.yaml", "--dry-run")
        #expect(ending.exitCode == 0)
        #expect(
            ending.output == """
                tiny, sweep default: 4 trials: 4 to run
                trial 0 (seed 7) begins: rate=0.001 units=2
                trial 1 (seed 7) begins: rate=0.001 units=4
                trial 2 (seed 7) begins: rate=0.01 units=2
                trial 3 (seed 7) begins: rate=0.01 units=4
                nothing was run

                """)
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
        #expect(try assay("sweep", "tiny.yaml", "-q").exitCode == 0)
        let more = Self.text("parameters: {rate: [1e-3, 1e-2], units: [2, 4, 6]}")
        try assay.folder.write(more, to: "tiny.yaml")
        let extended = try assay("sweep", "tiny.yaml", "--dry-run")
        #expect(extended.lines.first == "tiny, sweep default: 6 trials: 4 completed, 2 to run")
        #expect(extended.lines.contains("trial 4 (seed 7) begins: rate=0.001 units=6"))
        #expect(try assay("sweep", "tiny.yaml", "--dry-run", "--format", "json").output.contains("\"completed\" : 4"))
    }

    @Test(.enabled(if: Assay.hasTerminals, Assay.noTerminals)) func onATerminal() throws {
        let ending = try assay.shell("script -qec '\"$ASSAY\" sweep tiny.yaml --workers 2' /dev/null")
        #expect(ending.exitCode == 0)
        // A line a worker and one for the sweep, written over; the ends of trials stand above them.
        #expect(ending.output.contains("\u{1B}[?25l") && ending.output.contains("\u{1B}[?25h"))
        #expect(ending.output.contains("sweep ") && ending.output.contains("4/4"))
        #expect(ending.output.contains("trial 3 (seed 7): "))
    }

    // MARK: What cannot be run

    @Test func noSweep() throws {
        let text = Self.text()
        let place = try #require(text.range(of: "sweep:"))
        try assay.folder.write(String(text[..<place.lowerBound]), to: "tiny.yaml")
        let ending = try assay("sweep", "tiny.yaml")
        #expect(ending.exitCode == 65 && ending.error.contains("[no-sweep]") && ending.error.contains("help: write what"))
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
    }

    @Test(arguments: [["--workers", "0"], ["--threads", "0"], ["--take", "0"], ["--results", ""], ["--launcher", "moon"]])
    func usage(_ arguments: [String]) throws {
        let ending = try assay.start(["sweep", "tiny.yaml"] + arguments).wait()
        #expect(ending.exitCode == 64 && ending.output == "")
    }

    @Test func tooMany() throws {
        try assay.folder.write(Self.text("method: random\n  trials: 1000001\n  parameters: {units: [2, 3]}"), to: "tiny.yaml")
        let ending = try assay("sweep", "tiny.yaml")
        #expect(ending.exitCode == 64 && ending.error.contains("[too-many-trials]") && ending.error.contains("--yes"))
    }

    @Test func resultsThatCannotBeWritten() throws {
        try assay.folder.write("", to: "Results")
        #expect(try assay("sweep", "tiny.yaml").exitCode == 73)
    }

    private func waitFor(_ condition: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while (try? condition()) != true {
            try #require(Date() < deadline)
            usleep(5000)
        }
    }
}
