import EngineOneDNN
import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Execution

/// A run in pieces leaves what it leaves in one.
@Suite struct PauseTests {
    /// Every callback that has a state.
    static func text() throws -> String {
        let stopping = "    - EarlyStopping: {monitor: val_loss, patience: 2, restore_best_weights: true}\n"
        let saving = "    - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}\n"
        return try TinyExperiment.changed(saving, saving + stopping, in: TinyExperiment.changed("epochs: 2,\n", "epochs: 4,\n"))
    }

    static let engine = FastEngine(threads: 1)

    @Test func textsOfPauses() {
        #expect(RunPause("training_1:4") == RunPause(step: "training_1", epoch: 4))
        #expect(RunPause("a:b:1") == RunPause(step: "a:b", epoch: 1))
        for text in ["", ":", "a", "a:", ":3", "a:0", "a:-1", "a:x", "a:99999999999999999999", "a:1.5"] {
            #expect(RunPause(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [1, 2]) func inPieces(_ step: Int) throws {
        let whole = try TinyExperiment(Self.text()).run(engine: Self.engine)
        let tiny = try TinyExperiment(Self.text())
        let id = "training_\(step)"
        for epoch in 1...(step == 1 ? 3 : 1) {
            let run = try tiny.piece(RunPause(step: id, epoch: epoch))
            let record = try run.record()
            #expect(record.status == .interrupted && record.exitCode == 75 && run.outcome.failure == nil, "\(epoch)")
            #expect(record.steps.last?.id == id && record.steps.last?.epochs == epoch)
            #expect(try run.directory.curves(step: id).rows.map(\.epoch) == Array(1...epoch))
            let left = try #require(
                CheckpointFolder(run.directory).newest(ofPlan: record.planSha256 ?? "", steps: tiny.plan.steps.count).checkpoint)
            #expect(left.state.training?.epoch == epoch + 1 && left.state.training?.training == nil)
            // Once more: it has come so far, and no batch is done.
            let before = try run.directory.events().count
            let again = try tiny.piece(RunPause(step: id, epoch: epoch))
            #expect(try again.record().exitCode == 75 && again.record().steps.last?.epochs == epoch)
            #expect(try !again.directory.events().dropFirst(before).contains { $0.event == .epochEnded })
        }
        // An epoch that is behind it is no place to stop at.
        let run = try tiny.piece(RunPause(step: id, epoch: step == 1 ? 2 : 0))
        #expect(try run.record().status == .completed && run.directory.id == "trial")
        try run.expectEqual(to: whole)
        let bytes = try run.text("run.json")
        guard case .completed = try tiny.findTrial() else {
            Issue.record("it is not complete")
            return
        }
        #expect(try run.text("run.json") == bytes)
        #expect(!FileManager.default.fileExists(atPath: tiny.trial.deletingLastPathComponent().path + "/latest"))
    }

    /// The last epoch has no end to wait at, and neither has one after which a callback stops.
    @Test func aTrainingThatIsOver() throws {
        let tiny = try TinyExperiment(Self.text())
        #expect(try tiny.piece(RunPause(step: "training_1", epoch: 4)).record().status == .completed)
        let stopping = try Self.text().replacing("patience: 2", with: "patience: 0").replacing(
            "monitor: val_loss", with: "monitor: lr")
        let early = try TinyExperiment(stopping)
        let run = try early.piece(RunPause(step: "training_1", epoch: 3))
        #expect(try run.record().status == .completed)
        #expect(try run.directory.curves(step: "training_1").rows.count < 3)
    }

    // MARK: A directory that a disk has damaged

    /// A trial left in its first training, with files of every kind.
    private func left(_ tiny: TinyExperiment) throws -> URL {
        let run = try tiny.piece(RunPause(step: "training_1", epoch: 2))
        #expect(try run.record().exitCode == 75)
        return run.directory.url
    }

    /// Each file cut short at many lengths, or gone: it begins again from what is whole, and ends as ever.
    @Test(arguments: [
        "run.json", "run.lock", "events.jsonl", "plan.json", "experiment.yaml", "training_1/curves.csv", "checkpoints",
    ])
    func filesThatAreTornOrGone(_ name: String) throws {
        let whole = try TinyExperiment(Self.text()).run(engine: Self.engine)
        for share in [nil, 0.0, 0.7] {
            let tiny = try TinyExperiment(Self.text())
            let folder = try left(tiny)
            var names = [name]
            if name == "checkpoints" {
                names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/checkpoints").map {
                    "checkpoints/\($0)"
                }
            }
            for name in names {
                let url = folder.appendingPathComponent(name)
                let bytes = try Data(contentsOf: url)
                if let share {
                    try bytes.prefix(Int(Double(bytes.count) * share)).write(to: url)
                } else {
                    try FileManager.default.removeItem(at: url)
                }
            }
            let run = try tiny.piece(nil)
            #expect(try run.record().status == .completed, "\(name) \(share ?? -1)")
            try run.expectEqual(to: whole, "\(name) \(share ?? -1)")
        }
    }

    /// `run.json` and all checkpoints at once, at every length of `run.json`: nothing fails, and it is said.
    @Test func nothingIsReadable() throws {
        let tiny = try TinyExperiment(Self.text())
        let folder = try left(tiny)
        let bytes = try Data(contentsOf: folder.appendingPathComponent("run.json"))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("checkpoints"))
        for length in stride(from: 0, to: bytes.count - 1, by: 41) {
            try bytes.prefix(length).write(to: folder.appendingPathComponent("run.json"))
            guard case .unfinished(let resumption) = try tiny.findTrial() else {
                Issue.record("\(length)")
                return
            }
            #expect(resumption.checkpoint == nil && resumption.problems.last?.contains("beginning again") == true)
        }
        try Data("0".utf8).write(to: folder.appendingPathComponent("run.json"))
        let run = try tiny.piece(nil)
        try run.expectEqual(to: TinyExperiment(Self.text()).run(engine: Self.engine))
    }

    // MARK: Whose directory

    @Test func anotherPlanIsRefused() throws {
        let tiny = try TinyExperiment(Self.text())
        let folder = try left(tiny)
        let other = try TinyExperiment(Self.text().replacing("seed: 7\n", with: "seed: 8\n"), in: tiny.folder)
        func expectRefusal() throws {
            do {
                _ = try other.findTrial()
                Issue.record("it is taken up")
            } catch let failure as ResumeRequest.Failure {
                #expect(Set(failure.diagnostics.dropFirst().map(\.id)) == ["drift-plan"])
                #expect(
                    failure.diagnostics.first?.id == "plan-differs"
                        && failure.diagnostics.map(\.message).contains("plan: seed: 7 -> 8"))
                #expect(failure.diagnostics.first?.help == ["set back what differs, or name another directory"])
            }
        }
        try expectRefusal()
        // The lock tells too.
        try Data().write(to: folder.appendingPathComponent("run.json"))
        try expectRefusal()
    }

    /// Two processes that begin at once: the second touches nothing.
    @Test func aRunUnderWayIsLeftAlone() throws {
        let tiny = try TinyExperiment()
        let directory = try RunDirectory.make(at: tiny.trial)
        let lock = try Resumption.lock(directory)
        let outcome = Executor(plan: tiny.plan, settings: tiny.settings()).run(in: directory, interruption: { nil }) { _ in }
        #expect(outcome.failure?.id == "run-in-use" && outcome.record.exitCode == 73)
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: tiny.trial.path).sorted() == ["checkpoints", "checkpoints/lock"])
        withExtendedLifetime(lock) {}
    }

    /// Files of whoever made the directory are no run.
    @Test func aDirectoryThatIsThereAlready() throws {
        let tiny = try TinyExperiment()
        try FileManager.default.createDirectory(at: tiny.trial, withIntermediateDirectories: true)
        try Data("hello\n".utf8).write(to: tiny.trial.appendingPathComponent("log.txt"))
        guard case .nothing = try tiny.findTrial() else {
            Issue.record("a run")
            return
        }
        let run = try tiny.piece(nil)
        #expect(try run.record().resumed == nil && run.text("log.txt") == "hello\n")
    }
}

extension TinyExperiment {
    /// A directory of its own.
    func place(_ name: String) -> URL { folder.url.appendingPathComponent("sweeps/s/trials/\(name)") }
    var trial: URL { place("trial") }

    /// Looks into it.
    func findTrial() throws -> ResumeRequest.Finding {
        try ResumeRequest(directory: trial, plan: plan, settings: settings(engine: PauseTests.engine)).find()
    }

    /// Runs in a directory up to a pause, or to the end.
    func piece(
        _ pause: RunPause?, in name: String = "trial", adopting donor: URL? = nil, interruption: @escaping () -> Int32? = { nil }
    ) throws -> FinishedRun {
        var settings = settings(engine: PauseTests.engine)
        settings.pause = pause
        var directory: RunDirectory
        var resumption: Resumption?
        switch try ResumeRequest(directory: place(name), adopting: donor, plan: plan, settings: settings).find() {
        case .nothing: directory = try RunDirectory.make(at: place(name))
        case .completed(let complete): directory = complete
        case .unfinished(let found): (directory, resumption) = (found.directory, found)
        }
        let outcome = Executor(plan: plan, settings: settings).run(
            in: directory, from: resumption, interruption: interruption, observe: { _ in })
        return FinishedRun(directory: directory, outcome: outcome, folder: folder)
    }
}
