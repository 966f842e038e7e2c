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

@testable import Execution

/// A run that was interrupted ends as one that was not.
@Suite struct ResumeTests {
    /// Every callback, in every step of the language that has a state.
    private static func text() throws -> String {
        let stopping = "    - EarlyStopping: {monitor: val_loss, patience: 2, restore_best_weights: true}\n"
        let saving = "    - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}\n"
        return try TinyExperiment.changed(saving, saving + stopping, in: TinyExperiment.changed("epochs: 2,\n", "epochs: 3,\n"))
    }

    private static func engine(_ name: String) -> any Engine {
        switch name {
        case "fast": FastEngine(threads: 1)
        case "onednn": OneDNNEngine(threads: 1)
        default: ReferenceEngine()
        }
    }

    /// A signal at the question of a number.
    private final class Signal {
        private var left: Int
        private(set) var wasGiven = false
        init(after left: Int) { self.left = left }
        func received() -> Int32? {
            left -= 1
            if left < 0 { wasGiven = true }
            return left < 0 ? SIGTERM : nil
        }
    }

    /// Interrupted at every place where someone asks, each time anew.
    @Test(arguments: ["reference", "fast", "onednn"]) func fromEveryPlace(_ name: String) throws {
        let engine = Self.engine(name)
        let tiny = try TinyExperiment(Self.text())
        let whole = try tiny.run(engine: engine)
        #expect(whole.outcome.record.status == .completed)
        var places: Set<String> = []
        for count in stride(from: 0, through: 200, by: name == "reference" ? 3 : 9) {
            let tiny = try TinyExperiment(Self.text())
            let signal = Signal(after: count)
            let first = try tiny.run(engine: engine, interruption: signal.received)
            guard signal.wasGiven else {
                #expect(count > 50)
                break
            }
            let done = first.outcome.record.steps.filter { $0.id != first.outcome.unfinishedStep }
            let before = try first.directory.events().count
            let run = try tiny.resume(engine: engine, loaderThreads: 2)
            #expect(try run.record().status == .completed, "\(count)")
            try run.expectEqual(to: whole, "\(count)")
            // Results that are equal to the last bit may still have been done twice.
            let record = try run.record()
            let resumed = try #require(record.resumed?.first)
            #expect(record.resumed?.count == 1 && record.steps.map(\.id) == whole.outcome.record.steps.map(\.id))
            places.insert(
                [resumed.step ?? "", resumed.epoch.map(String.init) ?? "", resumed.batches.map(String.init) ?? ""].joined(
                    separator: "/"))
            let later = try run.directory.events().dropFirst(before)
            #expect(later.first?.event == .runResumed)
            let begun = Set(later.filter { $0.event == .stepStarted }.compactMap(\.step))
            let brief = ["build", "compile", "freeze", "load_weights"]
            #expect(done.allSatisfy { !begun.contains($0.id) || brief.contains($0.kind) }, "\(count): \(begun)")
        }
        #expect(places.count >= (name == "reference" ? 15 : 5), "\(places)")
    }

    /// Again and again, with a checkpoint after each batch: each process gets one question further than the one before.
    @Test func manyTimes() throws {
        let tiny = try TinyExperiment(Self.text())
        let whole = try TinyExperiment(Self.text()).run()
        var run = try tiny.run(interruption: Signal(after: 8).received)
        var times = 0
        while run.outcome.record.status == .interrupted, times < 100 {
            times += 1
            run = try tiny.resume(checkpointSeconds: 0, interruption: Signal(after: 6).received)
        }
        #expect(times > 5)
        try run.expectEqual(to: whole)
        let record = try run.record()
        #expect(record.status == .completed && record.resumed?.count == times)
        #expect(record.seconds >= record.steps.reduce(0) { $0 + $1.seconds } * 0.9)
        #expect(try run.files().allSatisfy { !$0.hasPrefix("checkpoints") })
    }

    // MARK: What a disk may do

    /// A run that ended in its second training, with several checkpoints.
    private func interrupted(_ tiny: TinyExperiment) throws -> FinishedRun {
        nonisolated(unsafe) var rows = 0
        return try tiny.run(
            interruption: { rows >= 4 ? SIGTERM : nil },
            observe: { notice in if case .training(_, .epochEnded) = notice { rows += 1 } })
    }

    @Test(arguments: [1, 2, 3]) func checkpointsThatAreDamaged(_ count: Int) throws {
        let tiny = try TinyExperiment(Self.text())
        let whole = try TinyExperiment(Self.text()).run()
        let first = try interrupted(tiny)
        let names = try first.files().filter { $0.hasSuffix(".safetensors") && $0.hasPrefix("checkpoints/") }
        #expect(names.count == 3 && names.filter { $0.hasSuffix("-step.safetensors") }.count == 1, "\(names)")
        for (number, name) in names.sorted().reversed().prefix(count).enumerated() {
            let url = first.directory.url.appendingPathComponent(name)
            var bytes = try Data(contentsOf: url)
            if number == 0 { bytes.removeLast(bytes.count / 3) } else { bytes[bytes.count / 2] ^= 1 }
            try bytes.write(to: url)
        }
        guard case .unfinished(let resumption) = try tiny.find() else {
            Issue.record("nothing to resume")
            return
        }
        #expect(resumption.problems.count == count + 1)
        #expect(resumption.problems[0].contains(String(names.sorted()[2].dropFirst("checkpoints/".count))))
        #expect(resumption.problems.last?.contains(count == 3 ? "beginning again" : "going on from") == true)
        let run = FinishedRun(
            directory: resumption.directory,
            outcome: Executor(plan: tiny.plan, settings: tiny.settings()).run(
                in: resumption.directory, from: resumption, interruption: { nil }, observe: { _ in }), folder: tiny.folder)
        try run.expectEqual(to: whole)
        #expect(try run.directory.events().filter { $0.event == .warning }.count >= count + 1)
    }

    /// Files that grow are cut, empty or zero, and one was not renamed yet.
    @Test(arguments: [0, 1, 2]) func filesThatAreTorn(_ kind: Int) throws {
        let tiny = try TinyExperiment(Self.text())
        let whole = try TinyExperiment(Self.text()).run()
        let first = try interrupted(tiny)
        for name in ["events.jsonl", "training_2/curves.csv", "run.json"] {
            let url = first.directory.url.appendingPathComponent(name)
            let bytes = try Data(contentsOf: url)
            let torn = [bytes.dropLast(3), Data(), Data(count: bytes.count)][kind]
            try torn.write(to: url)
        }
        let temporary = first.directory.url.appendingPathComponent("training_2/.metrics.json.abc.tmp")
        try Data([1]).write(to: temporary)
        let run = try tiny.resume()
        try run.expectEqual(to: whole)
        #expect(try run.record().status == .completed)
        let text = try run.text("events.jsonl")
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    }

    /// What was written before stays as it was, to the thousandth of a second.
    @Test func rowsOfBeforeStay() throws {
        let tiny = try TinyExperiment(Self.text())
        let first = try interrupted(tiny)
        let before = try first.text("training_2/curves.csv")
        let run = try tiny.resume()
        #expect(try run.text("training_2/curves.csv").hasPrefix(before) && before.split(separator: "\n").count == 2)
        #expect(try first.text("training_1/curves.csv") == run.text("training_1/curves.csv"))
    }

    // MARK: Which run

    @Test func whatThereIsToResume() throws {
        let tiny = try TinyExperiment(Self.text())
        guard case .nothing(let reason) = try tiny.find() else {
            Issue.record("something")
            return
        }
        #expect(reason == "there is no run of tiny yet")
        let first = try interrupted(tiny)
        guard case .nothing = try tiny.find("no-such-run") else {
            Issue.record("something")
            return
        }
        for name in [first.directory.id, first.directory.url.path] {
            guard case .unfinished(let resumption) = try tiny.find(name) else {
                Issue.record("nothing at \(name)")
                continue
            }
            #expect(resumption.place == "epoch 2 of training_2")
        }
        _ = try tiny.resume()
        guard case .completed(let directory) = try tiny.find() else {
            Issue.record("not complete")
            return
        }
        #expect(directory.id == first.directory.id)
        #expect(try first.files().allSatisfy { !$0.hasPrefix("checkpoints") })
    }

    private func failure(_ tiny: TinyExperiment, _ name: String = "latest", engine: any Engine = ReferenceEngine()) throws
        -> [Diagnostic]
    {
        do {
            _ = try tiny.find(name, engine: engine)
            Issue.record("it is taken up")
            return []
        } catch let failure as ResumeRequest.Failure { return failure.diagnostics }
    }

    @Test func anotherPlanIsRefusedWithTheDifference() throws {
        let tiny = try TinyExperiment(Self.text())
        let first = try interrupted(tiny)
        let other = try TinyExperiment(Self.text().replacing("steps_per_epoch: 3", with: "steps_per_epoch: 4"), in: tiny.folder)
        for name in ["latest", first.directory.url.path] {
            let found = try failure(other, name)
            #expect(found.map(\.id) == ["plan-differs", "drift-plan"] && found.allSatisfy { $0.outcome == .invalid })
            #expect(found.last?.message == "plan: steps.training_2.steps_per_epoch: 3 -> 4")
        }
        // Another seed is another run of the same experiment, and none of it is there yet.
        let seeded = try TinyExperiment(Self.text().replacing("seed: 7\n", with: "seed: 8\n"), in: tiny.folder)
        guard case .nothing = try seeded.find() else {
            Issue.record("something")
            return
        }
        #expect(try failure(seeded, first.directory.id).first?.id == "plan-differs")
    }

    @Test func anotherEngineIsRefused() throws {
        let tiny = try TinyExperiment(Self.text())
        _ = try interrupted(tiny)
        let found = try failure(tiny, engine: FastEngine(threads: 1))
        #expect(found.first?.id == "drift" && found.first?.outcome == .invalid)
        #expect(found.contains { $0.id == "drift-engine" && $0.help.joined().contains("--engine reference") })
    }

    /// A run that is being written has one process.
    @Test func aRunUnderWayIsLeftAlone() throws {
        let tiny = try TinyExperiment(Self.text())
        nonisolated(unsafe) var found: [Diagnostic] = []
        let run = try tiny.run(observe: { notice in
            if case .event(let event) = notice, event.event == .stepStarted, event.step == "predictions" {
                found = (try? failure(tiny)) ?? []
            }
        })
        #expect(found.first?.id == "run-in-use" && found.first?.outcome == .cannotWrite)
        #expect(run.outcome.record.status == .completed)
    }

    /// A disk without room for one more file keeps what is there.
    @Test func aFullDiskKeepsTheLastCheckpoint() throws {
        let tiny = try TinyExperiment(Self.text())
        nonisolated(unsafe) var folder: String?
        nonisolated(unsafe) var rows = 0
        let first = try tiny.run(
            prepare: { folder = $0.url.appendingPathComponent("training_1/metrics.json").path },
            observe: { notice in
                guard case .training(_, .epochEnded) = notice, let folder else { return }
                rows += 1
                // Nothing can be renamed over a folder that is not empty.
                if rows == 2 {
                    try? FileManager.default.createDirectory(atPath: folder + "/x", withIntermediateDirectories: true)
                }
            })
        #expect(first.outcome.record.exitCode == 73)
        try FileManager.default.removeItem(atPath: #require(folder))
        let run = try tiny.resume()
        try run.expectEqual(to: TinyExperiment(Self.text()).run())
        #expect(try run.record().errors == [])
    }
}
