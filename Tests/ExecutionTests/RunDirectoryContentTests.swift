import Diagnostics
import Engine
import EngineOneDNN
import EngineReference
import Foundation
import Network
import Plan
import Results
import TestSupport
import Testing

/// A complete run leaves a complete directory.
@Suite struct RunDirectoryContentTests {
    private static let run = Result { try TinyExperiment().run(engine: FastEngine(threads: 1), loaderThreads: 2) }
    private let run: FinishedRun

    init() throws { run = try Self.run.get() }

    @Test func everyFileIsThere() throws {
        let figures = ["training_1", "training_2"].flatMap { step in
            ["accuracy", "loss"].flatMap { ["figures/\(step)-\($0).png", "figures/\(step)-\($0).svg"] }
        }
        let expected =
            [
                "evaluation_1/metrics.json", "evaluation_1/predictions.csv", "events.jsonl", "experiment.yaml",
                "figures/preview-train_1.png", "figures/preview-train_2.png", "load_weights/load_report.json",
                "loaded/loaded.safetensors", "plan.json", "predictions/predictions.csv", "run.json", "run.lock",
                "training_1/curves.csv",
                "training_1/metrics.json", "training_1/weights/best.safetensors", "training_1/weights/last.safetensors",
                "training_2/curves.csv", "training_2/metrics.json", "training_2/weights/last.safetensors",
            ] + figures
        #expect(try run.files() == expected.sorted())
        let latest = run.directory.url.deletingLastPathComponent().appendingPathComponent("latest")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest.path) == run.directory.id)
    }

    @Test func theExperimentAsGiven() throws { #expect(try run.text("experiment.yaml") == TinyExperiment.transfer) }

    @Test func thePlanComesBack() throws {
        let plan = try TinyExperiment().plan
        #expect(try run.directory.read(Plan.self, from: "plan.json") == plan)
    }

    @Test func theRecord() throws {
        let record = try run.record()
        #expect(record.status == .completed && record.exitCode == 0 && record.errors == [])
        #expect(record.experiment == "tiny" && record.seed == 7 && record.semantics == "keras-2.2.4")
        #expect(record.planSha256?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(record.metrics.keys.sorted() == ["evaluation_1", "training_1", "training_2"])
        #expect(record.metrics["evaluation_1"]?.keys.sorted() == ["acc", "loss"])
        #expect(record.steps.map(\.id) == TinyExperiment.stepIDs)
        let training = try #require(record.steps.first { $0.id == "training_1" })
        #expect(training.epochs == 2 && training.trainingSteps == 10 && training.seconds > 0)
        #expect(try (1...2).contains(#require(training.bestEpoch)))
        #expect(record.steps.first { $0.id == "predictions" }?.samples == 12)
        #expect(try #require(record.dataWaitShare) <= 1)
        let claim = try #require(record.claims.first)
        #expect(claim.published == 0.7825)
        #expect(try #require(claim.measured).value == record.metrics["evaluation_1"]?["acc"]?.value)
    }

    @Test func curvesUnderTheNamesOfTheEra() throws {
        let lines = try run.text("training_1/curves.csv").split(separator: "\n").map(String.init)
        #expect(lines.first == "epoch,seconds,loss,acc,val_loss,val_acc,lr")
        #expect(lines.count == 3)
        #expect(lines.dropFirst().allSatisfy { $0.split(separator: ",").allSatisfy { Double($0) != nil } })
        #expect(try run.text("training_2/curves.csv").hasPrefix("epoch,seconds,loss,acc,lr\n1,"))
        let metrics = try run.directory.metrics(step: "training_1")
        let last = try #require(run.directory.curves(step: "training_1").rows.last)
        #expect(metrics.metrics["val_loss"]?.value == last.values[2])
    }

    @Test func predictionsInTheOrderOfTheIndex() throws {
        for step in ["evaluation_1", "predictions"] {
            let records = try CSV.parse(run.text("\(step)/predictions.csv"))
            #expect(records.first == ["path", "label", "predicted", "NORMAL", "PNEUMONIA"])
            let paths = records.dropFirst().map { $0[0] }
            #expect(paths.count == 12 && paths == paths.sorted())
            #expect(records.dropFirst().map { $0[1] } == paths.map { String($0.split(separator: "/")[0]) })
            for record in records.dropFirst() {
                let outputs = try record[3...].map { try #require(Double($0)) }
                #expect(record[2] == (outputs[1] > outputs[0] ? "PNEUMONIA" : "NORMAL"))
            }
        }
    }

    @Test func accuracyIsWhatThePredictionsSay() throws {
        let records = try CSV.parse(run.text("evaluation_1/predictions.csv")).dropFirst()
        let hits = records.flatMap { record in
            zip(["NORMAL", "PNEUMONIA"], record[3...]).map { (Double($1) ?? 0 > 0.5) == (record[1] == $0) ? 1.0 : 0.0 }
        }
        let accuracy = try #require(run.directory.metrics(step: "evaluation_1").metrics["acc"]).value
        #expect(abs(accuracy - hits.reduce(0, +) / Double(hits.count)) < 1e-6)
    }

    @Test func eventsTellTheWholeStory() throws {
        let events = try run.directory.events()
        #expect(events.first?.event == .runStarted && events.last?.event == .runEnded)
        #expect(events.last?.message == "completed")
        #expect(events.filter { $0.event == .stepStarted }.map(\.step) == TinyExperiment.stepIDs)
        #expect(events.filter { $0.event == .stepEnded }.map(\.step) == TinyExperiment.stepIDs)
        let epochs = events.filter { $0.event == .epochEnded && $0.step == "training_1" }
        #expect(epochs.map(\.epoch) == [1, 2])
        #expect(epochs.allSatisfy { ($0.waited ?? -1) >= 0 && ($0.waited ?? 0) <= ($0.seconds ?? 0) })
        #expect(events.contains { $0.event == .callback && $0.callback == "ModelCheckpoint" && $0.action == "saved" })
        #expect(events.filter { $0.event == .stepEnded && $0.step == "evaluation_1" }.first?.values?["acc"] != nil)
    }

    @Test func figuresAreFigures() throws {
        let svg = try run.text("figures/training_1-loss.svg")
        #expect(svg.contains("<svg") && svg.contains("</svg>"))
        for name in try run.files() where name.hasSuffix(".png") {
            #expect(try run.directory.read(name).prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), "\(name)")
        }
    }

    /// Nothing that equal bytes must not hold: no time, no run id, no path of this machine.
    @Test func weightsNameNoMachine() throws {
        for name in try run.files() where name.hasSuffix(".safetensors") {
            let text = String(decoding: try run.directory.read(name).prefix(4096), as: UTF8.self)
            #expect(!text.contains(run.folder.url.lastPathComponent) && !text.contains(run.directory.id), "\(name)")
        }
    }

    /// A validator that is not ours holds run.json to its schema.
    @Test(.enabled(if: Shell.run("command -v check-jsonschema") == 0, "check-jsonschema (PyPI) is not installed"))
    func theRecordFollowsItsSchema() {
        let schema = Fixtures.root.appendingPathComponent("Schemas/run.schema.json").path
        let record = run.directory.url.appendingPathComponent("run.json").path
        #expect(Shell.run("check-jsonschema --schemafile '\(schema)' '\(record)'") == 0)
    }

    /// The same keys as the schema's, whether or not a validator is there.
    @Test func theRecordHasNoKeyThatItsSchemaLacks() throws {
        let record = try #require(JSONSerialization.jsonObject(with: run.directory.read("run.json")) as? [String: Any])
        let url = Fixtures.root.appendingPathComponent("Schemas/run.schema.json")
        let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        let known = Set(try #require(schema["properties"] as? [String: Any]).keys)
        let required = Set(try #require(schema["required"] as? [String]))
        #expect(Set(record.keys).subtracting(known) == [])
        #expect(required.subtracting(record.keys) == [])
        let steps = try #require(record["steps"] as? [[String: Any]])
        let definitions = try #require(schema["definitions"] as? [String: [String: Any]])
        let stepKeys = Set(try #require(definitions["step"]?["properties"] as? [String: Any]).keys)
        #expect(steps.allSatisfy { Set($0.keys).isSubset(of: stepKeys) })
    }
}

extension TinyExperiment {
    /// The ids of the steps of `transfer`.
    static let stepIDs = [
        "preview", "build", "compile", "training_1", "evaluation_1", "build_2", "load_weights", "loaded", "freeze", "compile_2",
        "training_2", "predictions",
    ]
}
