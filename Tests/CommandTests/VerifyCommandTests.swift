import Foundation
import Plan
import Results
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct VerifyCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Self.text, to: "tiny.yaml")
    }

    /// Claims that hold, of an accuracy and of a loss.
    private static let text = Texts.tiny.replacing(
        "  - {step: evaluation, metric: acc, value: 78.25%}\n",
        with: """
              - {step: evaluation, metric: acc, value: 50%, interval: 99.99%}
              - {step: evaluation, metric: loss, value: 0.8, interval: 99.99%}

            """)

    private func record(_ results: String = "Results") throws -> VerificationRecord {
        try VerificationFolder(in: assay.url(results), experiment: "tiny").record()
    }

    private func runs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: assay.url("Results/tiny").path).filter { $0.hasPrefix("20") }.sorted()
    }

    @Test func claimsThatHold() throws {
        let ending = try assay("verify", "tiny.yaml", "--seeds", "3", "--jobs", "2")
        #expect(ending.exitCode == 0, "\(ending.error)")
        #expect(ending.lines.first?.hasPrefix("seed  evaluation acc  evaluation loss  run") == true)
        #expect(ending.lines[1...3].map { $0.prefix(2) } == ["7 ", "8 ", "9 "])
        #expect(ending.output.contains("inside") && !ending.output.contains("outside"))
        #expect(ending.lines.last == "Results/tiny/verify")
        #expect(ending.error.contains("seed 7: begins on ") && ending.error.contains("seed 9: "))
        let record = try record()
        #expect(record.seeds.map(\.seed) == [7, 8, 9] && record.seeds.allSatisfy { !$0.isReused && $0.status == .completed })
        #expect(record.claims.map(\.verdict) == [.inside, .inside] && record.claims.map(\.interval) == [0.9999, 0.9999])
        // What is said of a seed is what its run says.
        for seed in record.seeds {
            let run = try RunDirectory(existing: assay.url("Results/tiny/\(seed.run ?? "")")).record()
            #expect(run.seed == seed.seed && run.metrics["evaluation"]?["acc"] == seed.values[0])
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: assay.url("Results/tiny/verify").path).sorted()
        #expect(files == ["verify.csv", "verify.json", "verify.png", "verify.svg"])
    }

    /// The numbers are those of plain runs, whatever number of threads.
    @Test func whatARunMeasuresIsWhatVerifyMeasures() throws {
        let run = try #require(
            try assay("run", "tiny.yaml", "-q", "--seed", "8", "--threads", "3", "--results", "other").lines.last)
        #expect(try assay("verify", "tiny.yaml", "--seeds", "2", "-q", "--threads", "1").exitCode == 0)
        let measured = try RunDirectory(existing: assay.url(run)).record().metrics["evaluation"]
        #expect(try record().seeds[1].values == [try #require(measured?["acc"]), try #require(measured?["loss"])])
    }

    @Test func aClaimThatDoesNotHold() throws {
        let ending = try assay(
            "verify", "tiny.yaml", "--seeds", "3", "--set", ".claims=[{step: evaluation, metric: loss, value: 99.5}]", "-q")
        #expect(ending.exitCode == 1 && ending.error == "")
        #expect(ending.output.contains("outside"))
        #expect(try record().claims.map(\.verdict) == [.outside])
    }

    @Test func forScripts() throws {
        let ending = try assay("verify", "tiny.yaml", "--seeds", "2", "--format", "json")
        #expect(ending.exitCode == 0 && ending.error == "")
        let written = try String(contentsOf: assay.url("Results/tiny/verify/verify.json"), encoding: .utf8)
        #expect(ending.output == written)
    }

    /// Runs that are there are not run again, also those of `assay run`; others are.
    @Test func earlierRunsAreReused() throws {
        #expect(try assay("run", "tiny.yaml", "-q", "--seed", "8").exitCode == 0)
        #expect(try assay("verify", "tiny.yaml", "--seeds", "2", "-q").exitCode == 0)
        #expect(try record().seeds.map(\.isReused) == [false, true])
        let before = try runs()
        #expect(before.count == 2)
        let again = try assay("verify", "tiny.yaml", "--seeds", "2")
        #expect(again.exitCode == 0 && again.output.contains("done before"))
        #expect(try runs() == before && record().seeds.allSatisfy(\.isReused))
        // One more seed is one more run; another claim asks for none.
        _ = try assay("verify", "tiny.yaml", "--seeds", "3", "-q", "--set", "claims[0].interval=0.9")
        #expect(try runs().count == 3)
        // Other numbers, and another engine, are other runs.
        _ = try assay("verify", "tiny.yaml", "--seeds", "2", "-q", "--set", "steps.training.epochs=1")
        #expect(try runs().count == 5 && record().seeds.allSatisfy { !$0.isReused })
        _ = try assay("verify", "tiny.yaml", "--seeds", "2", "-q", "--engine", "onednn")
        #expect(try runs().count == 7)
    }

    /// Interrupted, it tells its runs to stop and waits for them; called again, it goes on.
    @Test(arguments: [SIGINT, SIGTERM]) func interruptedAndCalledAgain(_ signal: Int32) throws {
        let verify = ["verify", "tiny.yaml", "--seeds", "3", "--jobs", "1", "--set", "steps.training.epochs=400"]
        let process = try assay.start(verify)
        try waitFor { try runs().count == 2 && epochs(of: runs()[1]) > 0 }
        process.send(signal)
        let ending = try process.wait()
        #expect(ending.exitCode == 75 && !ending.isSignalled)
        #expect(ending.output == "" && ending.error.contains("assay: interrupted; 1 of 3 seeds are done"))
        let left = try runs().map { try RunDirectory(existing: assay.url("Results/tiny/\($0)")).record().status }
        #expect(left == [.completed, .interrupted])
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results/tiny/verify/verify.json").path))
        let before = try runs()
        let again = try assay.start(verify).wait()
        #expect(again.exitCode == 0 && again.error.contains("seed 8: goes on with \(before[1])"))
        #expect(try record().seeds.map(\.isReused) == [true, false, false])
        // The second one went on where it was.
        #expect(try runs().count == 3 && record().seeds.map(\.run) == runs())
        #expect(try RunDirectory(existing: assay.url("Results/tiny/\(before[1])")).record().resumed?.count == 1)
    }

    /// The epochs that a run has done.
    private func epochs(of run: String) throws -> Int {
        try RunDirectory(existing: assay.url("Results/tiny/\(run)")).curves(step: "training").rows.count
    }

    /// Killed, it takes its runs with it.
    @Test func killed() throws {
        let process = try assay.start(["verify", "tiny.yaml", "--seeds", "2", "--set", "steps.training.epochs=1000000"])
        try waitFor { try !runs().isEmpty }
        process.send(SIGKILL)
        #expect(try process.wait().isSignalled)
        try waitFor {
            try runs().allSatisfy { try RunDirectory(existing: assay.url("Results/tiny/\($0)")).record().status == .interrupted }
        }
    }

    /// A seed whose loss is no number has no value; the others are judged without it.
    @Test func aSeedThatFails() throws {
        let ending = try assay(
            "verify", "tiny.yaml", "--seeds", "2", "-q", "--set", "steps.compile.optimizer={Adam: {learning_rate: 3e38}}")
        #expect(ending.exitCode == 1)
        let record = try record()
        #expect(record.seeds.allSatisfy { $0.status == .failed && $0.error?.contains("the loss became") == true })
        #expect(record.seeds.allSatisfy { $0.run != nil && $0.values.allSatisfy(\.value.isNaN) })
        #expect(record.claims.allSatisfy { $0.verdict == .unknown && $0.count == 0 })
        #expect(ending.output.contains("cannot be judged: 0 of 2 seeds have a value, and it takes 2"))
        #expect(ending.output.contains("seed 7 has no values: the loss became"))
    }

    // MARK: What cannot be verified

    @Test func nothingClaimed() throws {
        let ending = try assay("verify", "tiny.yaml", "--seeds", "2", "--set", ".claims=[]")
        #expect(
            ending.exitCode == 65 && ending.error.contains("[no-claims]")
                && ending.error.contains("help: write what was published"))
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
    }

    @Test(arguments: [
        ["--seeds", "1"], ["--seeds", "0"], ["--seeds", "1001"], [], ["--seeds", "2", "--jobs", "0"],
        ["--seeds", "2", "--threads", "0"], ["--seeds", "2", "--seed", "4294967295"],
    ]) func usage(_ arguments: [String]) throws {
        let process = try assay.start(["verify", "tiny.yaml"] + arguments)
        let ending = try process.wait()
        #expect(ending.exitCode == 64 && ending.output == "")
    }

    @Test func oneSeedSaysNothing() throws {
        #expect(
            try assay("verify", "tiny.yaml", "--seeds", "1").error.contains("a single run says nothing of how far runs lie apart")
        )
    }

    @Test func aPlaceThatCannotBeWritten() throws {
        let ending = try assay("verify", "tiny.yaml", "--seeds", "2", "--results", "/dev/null")
        #expect(ending.exitCode == 73 && ending.error.contains("error: cannot write"))
    }

    @Test(.enabled(if: Assay.hasTerminals, Assay.noTerminals)) func onATerminal() throws {
        let ending = try assay.shell(
            "LANG=C.UTF-8 TERM=xterm script -qec \"$ASSAY verify tiny.yaml --seeds 2 --jobs 1\" /dev/null")
        #expect(ending.exitCode == 0)
        #expect(ending.output.contains("\u{1B}[?25l") && ending.output.contains("\u{1B}[?25h"))
        #expect(ending.output.contains("training, epoch 2/2 - acc: "))
        #expect(ending.output.contains("seed 8 ") && ending.output.contains(String(repeating: "━", count: 20)))
    }

    private func waitFor(_ condition: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while (try? condition()) != true {
            try #require(Date() < deadline)
            usleep(5000)
        }
    }
}
