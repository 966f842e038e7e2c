import Diagnostics
import Foundation
import Plan
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepFilesTests {
    /// A few trials of every kind, all values round.
    private var reading: SweepReading {
        let watch = SchedulerWatch(step: "evaluation_1", metric: "val_accuracy", mode: .max, epochs: 9)
        let plan = MadeUpSweep.plan(seeds: [42, 43], scheduler: MedianStopping(watch: watch))
        func trial(_ number: Int, _ seed: Int, _ phase: TrialState.Phase, _ settings: [SweepSetting]) -> TrialState {
            var trial = TrialState(TrialKey(number: number, seed: seed), Assignment(settings))
            trial.phase = phase
            guard phase != .waiting else { return trial }
            trial.id = String(format: "%012x", number * 2 + seed)
            trial.attempts = 1
            return trial
        }
        let first = [
            SweepSetting(path: "learning_rate", value: .number(0.001)), SweepSetting(path: "optimizer", value: .yaml("adam")),
        ]
        let second = [
            SweepSetting(path: "learning_rate", value: .number(0.01)),
            SweepSetting(path: "optimizer", value: .yaml("{SGD: {momentum: 0.9}}")),
        ]
        var pruned = trial(1, 42, .ended(TrialEnding(.pruned, objective: 0.5, seconds: 1.5)), second)
        pruned.epoch = 3
        let trials = [
            trial(0, 42, .ended(TrialEnding(.completed, objective: 0.875, seconds: 2.5)), first),
            trial(0, 43, .ended(TrialEnding(.completed, objective: 0.625, seconds: 2.5)), first), pruned,
            trial(2, 42, .ended(TrialEnding(.failed, objective: nil, seconds: 0.5, error: "the loss became NaN")), second),
            trial(3, 42, .running, first), trial(3, 43, .waiting, first),
        ]
        return SweepReading(
            experiment: "e", sweep: plan, trials: trials,
            workers: [.init(trial: TrialKey(number: 3, seed: 42), host: "h", process: 1)], planned: 80, isComplete: false)
    }

    /// The committed example is what is written (`RECORD=1 swift test --filter SweepFilesTests` writes it anew); `check_schemas.sh` beside
    /// the other examples holds it to the schema.
    @Test func files() throws {
        let folder = try TemporaryFolder()
        try SweepFiles.write(reading, to: folder.url) { trial throws(Diagnostic) in
            "point \(trial.key.number), seed \(trial.key.seed)\n"
        }
        let written = try Data(contentsOf: folder.url.appendingPathComponent("sweep.json"))
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try written.write(to: Fixtures.url("sweeps/sweep.json")) }
        #expect(try written == Data(contentsOf: Fixtures.url("sweeps/sweep.json")))
        let again = try PlanCoding.encode(PlanCoding.decode(SweepRecord.self, from: written))
        #expect(again + Data("\n".utf8) == written)
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
        }
        #expect(try text("sweep.csv") == reading.csv)
        #expect(try text("best.yaml") == "point 0, seed 42\n")
        #expect(
            reading.bestComment == [
                "The best point of the sweep rates of e: point 0, seed 42.",
                "evaluation_1 val_accuracy: 0.8750; over 2 seeds 0.7500, deviation 0.1768.",
                "assay run leaves the same numbers again.",
            ])
    }

    /// What cannot be composed leaves the other files.
    @Test func noBest() throws {
        let folder = try TemporaryFolder()
        #expect(throws: Diagnostic.self) {
            try SweepFiles.write(reading, to: folder.url) { _ throws(Diagnostic) in throw Diagnostic("gone", .error, "gone") }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(names == ["sweep.csv", "sweep.json"])
    }

    /// Every key that the schema knows is in the example, and the other way round.
    @Test func schemaKnowsTheSameKeys() throws {
        func object(_ url: URL) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        }
        let example = try object(Fixtures.url("sweeps/sweep.json"))
        let schema = try object(Fixtures.root.appendingPathComponent("Schemas/sweep.schema.json"))
        let definitions = try #require(schema["definitions"] as? [String: Any])
        func properties(_ schema: Any?) -> Set<String> {
            Set(((schema as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
        }
        #expect(Set(example.keys) == properties(schema))
        let trials = example["trials"] as? [[String: Any]] ?? []
        #expect(Set(trials.flatMap(\.keys)) == properties(definitions["trial"]))
        #expect(Set((example["best"] as? [String: Any] ?? [:]).keys) == properties(definitions["best"]))
        #expect(Set((example["objective"] as? [String: Any] ?? [:]).keys) == properties(definitions["objective"]))
    }
}
