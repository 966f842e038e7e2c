import Diagnostics
import Foundation
import Plan
import TestSupport
import Testing

@testable import Results

@Suite struct RunRecordTests {
    /// A record in which every key has a value.
    private func full() -> RunRecord {
        var record = RunRecord(
            experiment: "chest-xray-transfer", runId: "20250131-142233-k3f9", seed: 42, semantics: "keras-2.2.4",
            started: Date(timeIntervalSince1970: 1_738_333_353))
        record.metrics = [
            "training_1": ["val_loss": 0.5, "loss": Measure(.nan)], "evaluation_One": ["acc": 0.7825, "valAcc": 1.0],
        ]
        var step = StepRecord(id: "training_1", kind: "train")
        step.seconds = 12.5
        step.epochs = 18
        step.trainingSteps = 1800
        step.secondsPerStep = 0.25
        step.stoppedEpoch = 18
        step.restoredEpoch = 3
        step.bestEpoch = 4
        step.samples = 624
        step.dataWaitSeconds = 0.5
        step.skippedFiles = 1
        step.skipped = [SkippedRecord(data: "train_1", path: "NORMAL/a.jpeg", reason: "gone", lost: true)]
        step.lostFiles = 1
        record.steps = [step, StepRecord(id: "evaluation_One", kind: "evaluate")]
        let published = PublishedValue(0.75, decimals: 4, isPercentage: true)
        let claims = [
            ClaimPlan(
                step: "evaluation_One", metric: "acc", value: published,
                attainability: Attainability(of: published, samples: 624, outputs: 2)),
            ClaimPlan(step: "evaluation_2", metric: "loss", value: PublishedValue(0.6, decimals: 1)),
        ]
        record.claims = [ClaimRecord(claims[0], measured: 0.78125), ClaimRecord(claims[1])]
        record.planSha256 = String(repeating: "0123456789abcdef", count: 4)
        record.resumed = [ResumptionRecord(time: "2025-01-31T14:22:40Z", step: "training_1", epoch: 3, batches: 17)]
        record.adopted = [AdoptionRecord(time: "2025-01-31T14:22:41Z", run: "5f0c2a9b1d3e", step: "training_1", epoch: 4)]
        record.errors = ["a file vanished"]
        record.peakMemoryBytes = 1 << 30
        record.dataWaitShare = 0.0625
        record.versions = ["assay": "0.1.0", "oneDNN": "2.6.3"]
        record.engine = "onednn"
        record.instructionSets = ["kernels": "avx2", "oneDNN": "AVX2"]
        record.host.system = "Debian GNU/Linux 12 (bookworm)"
        record.host.kernel = "6.1.0"
        record.host.architecture = "x86_64"
        record.host.processor = "Some Processor"
        record.host.processors = 2
        record.host.memoryBytes = 1 << 33
        record.git = GitRecord(commit: String(repeating: "0a", count: 20), modified: true)
        record.finish(.completed, exitCode: 0, seconds: 12.5, at: Date(timeIntervalSince1970: 1_738_333_365))
        return record
    }

    /// The committed example is what is written, byte for byte; `Tests/Fixtures/results/check_schemas.sh` holds it to the schema.
    @Test func example() throws {
        let folder = try TemporaryFolder()
        let run = try RunDirectory.create(in: folder.url, experiment: "e")
        try run.write(full())
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try run.read("run.json").write(to: Fixtures.url("results/run.json"))
        }
        #expect(try run.read("run.json") == Data(contentsOf: Fixtures.url("results/run.json")))
        // NaN is no equal of itself, and null stands for it.
        var back = try run.record()
        #expect(back.metrics["training_1"]?["loss"]?.value.isNaN == true)
        back.metrics["training_1"]?["loss"] = nil
        var sent = full()
        sent.metrics["training_1"]?["loss"] = nil
        #expect(back == sent)
    }

    /// Every key that the schema knows is in the example, and the other way round: neither can be forgotten.
    @Test func schemaKnowsTheSameKeys() throws {
        func object(_ url: URL) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        }
        let example = try object(Fixtures.url("results/run.json"))
        let schema = try object(Fixtures.root.appendingPathComponent("Schemas/run.schema.json"))
        let definitions = try #require(schema["definitions"] as? [String: Any])
        func properties(_ schema: Any?) -> Set<String> {
            Set(((schema as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
        }
        func keys(_ value: Any?) -> Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
        #expect(keys(example) == properties(schema))
        #expect(keys((example["steps"] as? [Any])?.first) == properties(definitions["step"]))
        let claim = (example["claims"] as? [[String: Any]])?.first
        #expect(keys(claim) == properties(definitions["claim"]))
        // What stands there only where a figure cannot be attained is in the example of a verification.
        let unknown = keys(claim?["attainability"]).subtracting(properties(definitions["attainability"]))
        #expect(unknown == [])
        #expect(keys((example["resumed"] as? [Any])?.first) == properties(definitions["resumption"]))
        #expect(keys((example["adopted"] as? [Any])?.first) == properties(definitions["adoption"]))
        for name in ["host", "git"] {
            #expect(keys(example[name]) == properties((schema["properties"] as? [String: Any])?[name]))
        }
    }

    @Test func claimsFindTheirMeasures() {
        let half = PublishedValue(0.5, decimals: 2)
        let judged = Attainability(of: half, samples: 8, outputs: 1)
        let claims = ["e", "f"].map { ClaimPlan(step: $0, metric: "acc", value: half, attainability: judged) }
        var step = StepRecord(id: "e", kind: "evaluate")
        step.samples = 7
        let records = ClaimRecord.all(claims, metrics: ["e": ["acc": 0.75]], steps: [step])
        #expect(records[0].measured == 0.75)
        #expect(records[0].difference == 0.25)
        #expect(records[1].measured == nil)
        // The run saw 7 images, not the 8 that were planned.
        #expect(records.map(\.attainability?.isAttainable) == [false, true])
    }

    @Test func thisMachine() throws {
        let host = HostRecord()
        #expect(host.processors >= 1)
        #expect(host.memoryBytes > 1 << 20)
        #expect(!host.kernel.isEmpty)
        let peak = try #require(HostRecord.peakMemory())
        #expect(peak > 1 << 20 && peak < host.memoryBytes)
    }

    @Test func gitOfAFolder() throws {
        let folder = try TemporaryFolder()
        #expect(GitRecord(of: folder.url) == nil)
        func git(_ arguments: String...) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["git", "-C", folder.url.path, "-c", "user.name=n", "-c", "user.email=e@example.com"] + arguments
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
        }
        try git("init")
        #expect(GitRecord(of: folder.url) == nil)
        try folder.write("one", to: "file")
        try git("add", "file")
        try git("commit", "-m", "first")
        let clean = try #require(GitRecord(of: folder.url))
        #expect(!clean.modified)
        #expect(clean.commit.count == 40)
        try folder.write("two", to: "file")
        #expect(GitRecord(of: folder.url)?.modified == true)
    }
}
