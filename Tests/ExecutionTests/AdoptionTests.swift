import Diagnostics
import EngineOneDNN
import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Execution

/// A trial that goes on from another one's state under values of its own.
@Suite struct AdoptionTests {
    static let pause = RunPause(step: "training_1", epoch: 2, keepsRung: true)

    /// The donor's experiment: every callback with a state, weights of the best epoch that a later step loads, and a CSV file.
    static func donorText() throws -> String {
        try PauseTests.text().replacing(
            "    - ModelCheckpoint:", with: "    - CSVLogger: {filename: training.csv}\n    - ModelCheckpoint:")
    }

    /// Values that training may change.
    static func changed(_ text: String) throws -> String {
        let compile = "- compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}"
        return try TinyExperiment.changed(
            compile, compile.replacing("adam", with: "{Adam: {learning_rate: 0.004, beta_1: 0.8}}"),
            in: TinyExperiment.changed(
                "Dropout: 0.2", "Dropout: 0.4", in: TinyExperiment.changed("factor: 0.2", "factor: 0.5", in: text)))
    }

    /// Two trials at a rung: one that is to be adopted, and one whose state is given up.
    struct Pair {
        let donor: TinyExperiment
        let other: TinyExperiment
        /// The plan that the other one goes on with.
        let next: TinyExperiment

        init(next text: String? = nil) throws {
            let folder = try TemporaryFolder()
            donor = try TinyExperiment(AdoptionTests.donorText(), in: folder)
            other = try TinyExperiment(
                AdoptionTests.donorText().replacing("Dropout: 0.2", with: "Dropout: 0.6").replacing(
                    "factor: 0.2", with: "factor: 0.9"),
                in: folder)
            next = try TinyExperiment(text ?? AdoptionTests.changed(AdoptionTests.donorText()), in: folder)
            for (tiny, name) in [(donor, "donor"), (other, "other")] {
                #expect(try tiny.piece(AdoptionTests.pause, in: name).record().exitCode == 75)
            }
        }

        var folder: URL { donor.place("other") }
        var rung: URL { Rung.file(of: RunDirectory(existing: donor.place("donor")), epoch: 2) }

        /// Goes on from the donor's state to the end.
        func goOn(_ pause: RunPause? = nil, interruption: @escaping () -> Int32? = { nil }) throws -> FinishedRun {
            try next.piece(pause, in: "other", adopting: rung, interruption: interruption)
        }
    }

    @Test func theStateOfAnother() throws {
        let pair = try Pair()
        let mine = try RunDirectory(existing: pair.folder).record()
        let before = try RunDirectory(existing: pair.donor.place("donor")).curves(step: "training_1")
        let run = try pair.goOn()
        let record = try run.record()
        #expect(record.status == .completed && record.runId == "other" && record.started == mine.started)
        #expect(record.adopted?.map(\.run) == ["donor"] && record.adopted?.map(\.epoch) == [2])
        #expect(try record.planSha256 == Executor.hash(of: pair.next.plan))
        // The donor's epochs are its history.
        let curves = try run.directory.curves(step: "training_1")
        #expect(curves.rows.count == 4 && curves.rows.prefix(2).elementsEqual(before.rows) { $0.values == $1.values })
        // What differs takes the new value: the third epoch runs with the new rate, or what is left of it.
        #expect(try #require(curves.values("lr"))[2] == 0.004)
        #expect(try run.text("experiment.yaml").contains("0.004") && run.directory.lock().planSha256 == record.planSha256)
        #expect(try run.text("training.csv").split(separator: "\r\n").count == 5)
        let events = try run.directory.events()
        let adopted = try #require(events.first { $0.event == .runAdopted })
        #expect(adopted.path == "donor" && adopted.epoch == 2 && adopted.step == "training_1")
        // The donor goes on as ever.
        let donor = try pair.donor.piece(nil, in: "donor")
        #expect(try donor.record().status == .completed && donor.record().adopted == nil)
        let whole = try pair.donor.piece(nil, in: "whole")
        for name in ["training_1/weights/last.safetensors", "predictions/predictions.csv"] {
            #expect(try donor.directory.read(name) == whole.directory.read(name))
        }
    }

    /// Under the donor's own plan it leaves the donor's bytes: nothing of the state is lost on the way.
    @Test func nothingIsLost() throws {
        let pair = try Pair(next: Self.donorText())
        try Self.expectEqual(pair.goOn(), to: pair.donor.piece(nil, in: "whole"))
    }

    /// That two runs left the same bytes; states that they keep for others hold times.
    private static func expectEqual(
        _ run: FinishedRun, to other: FinishedRun, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for run in [run, other] { Rung.removeAll(of: run.directory) }
        try run.expectEqual(to: other, comment, sourceLocation: sourceLocation)
    }

    /// Interrupted anywhere, by a signal or by a loss of files, and repeated, it leaves the same bytes.
    @Test func again() throws {
        let whole = try Pair().goOn()
        let pair = try Pair()
        for count in stride(from: 0, through: 4, by: 2) {
            var left = count
            _ = try pair.goOn(interruption: {
                left -= 1
                return left < 0 ? SIGTERM : nil
            })
        }
        // The checkpoints of the way, its lock and its record are lost: back to the rung.
        for name in ["checkpoints", "run.json", "run.lock"] {
            let pause = RunPause(step: "training_1", epoch: 3)
            #expect(try pair.goOn(pause).record().exitCode == 75)
            try FileManager.default.removeItem(at: pair.folder.appendingPathComponent(name))
        }
        // So it does where nobody says once more whose state it was.
        for name in ["checkpoints", "run.lock"] {
            #expect(try pair.goOn(RunPause(step: "training_1", epoch: 3)).record().exitCode == 75)
            try FileManager.default.removeItem(at: pair.folder.appendingPathComponent(name))
            try Self.expectEqual(pair.next.piece(nil, in: "other"), to: whole)
            try FileManager.default.removeItem(at: pair.folder)
        }
        let run = try pair.goOn()
        try Self.expectEqual(run, to: whole)
        #expect(try run.record().adopted?.count == 1)
        // Once more: it is complete.
        let bytes = try run.text("run.json")
        guard
            case .completed = try ResumeRequest(
                directory: pair.folder, adopting: pair.rung, plan: pair.next.plan,
                settings: pair.next.settings(engine: PauseTests.engine)
            ).find()
        else {
            Issue.record("it is not complete")
            return
        }
        #expect(try run.text("run.json") == bytes)
    }

    /// Each file that adopting writes, in its order, is followed by a kill: what is there is the state of before, or that of after.
    @Test func killedBetweenItsFiles() throws {
        let whole = try Pair().goOn()
        for name in ["run.lock", "training_1/weights/best.safetensors", "checkpoints"] {
            let pair = try Pair()
            let request = try ResumeRequest(
                directory: pair.folder, adopting: pair.rung, plan: pair.next.plan,
                settings: pair.next.settings(engine: PauseTests.engine))
            // A folder in the place of a file: the write fails there, as it would on a disk that is full.
            let saved = pair.donor.place("saved")
            let place = pair.folder.appendingPathComponent(name)
            try FileManager.default.moveItem(at: place, to: saved)
            if name == "checkpoints" {
                try Data().write(to: place)
            } else {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
                try Data().write(to: place.appendingPathComponent("x"))
            }
            #expect(throws: ResumeRequest.Failure.self, "\(name)") { try request.find() }
            try FileManager.default.removeItem(at: place)
            try FileManager.default.moveItem(at: saved, to: place)
            try Self.expectEqual(pair.goOn(), to: whole, "\(name)")
        }
    }

    // MARK: Rates

    /// A rate that both plans begin with stays where the donor's callbacks brought it.
    @Test func theRateThatBothHave() throws {
        let reducing = try Self.donorText().replacing(
            "factor: 0.2, patience: 1, mode: min", with: "factor: 0.2, patience: 1, mode: max")
        let folder = try TemporaryFolder()
        let donor = try TinyExperiment(reducing, in: folder)
        let next = try TinyExperiment(reducing.replacing("Dropout: 0.2", with: "Dropout: 0.4"), in: folder)
        let rates = try #require(donor.piece(Self.pause, in: "donor").directory.curves(step: "training_1").values("lr"))
        let run = try next.piece(
            RunPause(step: "training_1", epoch: 3), in: "other",
            adopting: Rung.file(of: RunDirectory(existing: donor.place("donor")), epoch: 2))
        let all = try #require(run.directory.curves(step: "training_1").values("lr"))
        let whole = try #require(
            donor.piece(RunPause(step: "training_1", epoch: 3), in: "whole").directory.curves(step: "training_1").values("lr"))
        #expect(all == whole && all.prefix(2) == rates[...] && all[2] < 0.001)
    }

    /// Another optimizer of the same kind may remember other things; it begins with nothing remembered.
    @Test func whatTheOptimizerRemembers() throws {
        let text = try Self.donorText().replacing("optimizer: adam", with: "optimizer: {SGD: {learning_rate: 0.01}}")
        let folder = try TemporaryFolder()
        let donor = try TinyExperiment(text, in: folder)
        let next = try TinyExperiment(
            text.replacing("learning_rate: 0.01", with: "learning_rate: 0.02, momentum: 0.9"), in: folder)
        _ = try donor.piece(Self.pause, in: "donor")
        let rung = Rung.file(of: RunDirectory(existing: donor.place("donor")), epoch: 2)
        let run = try next.piece(nil, in: "other", adopting: rung)
        #expect(try run.record().status == .completed && run.directory.curves(step: "training_1").values("lr")?[2] == 0.02)
    }

    // MARK: What stands in the way

    private func failure(_ pair: Pair) throws -> [Diagnostic] {
        do {
            _ = try pair.goOn()
            Issue.record("it goes on")
            return []
        } catch let failure as ResumeRequest.Failure { return failure.diagnostics }
    }

    @Test(arguments: [
        ("Dense: {units: 8,", "Dense: {units: 9,", "models.model_1"), ("batch_size: 8", "batch_size: 4", "batch_size"),
        ("steps_per_epoch: 5", "steps_per_epoch: 4", "steps_per_epoch"), ("epochs: 4", "epochs: 5", "epochs"),
        ("patience: 2, restore", "patience: 2, mode: max, restore", "mode"),
        ("optimizer: adam, metrics", "optimizer: sgd, metrics", "optimizer"),
        ("seed: 1}", "seed: 9}", "datasets"),
    ])
    func whatCannotChange(_ old: String, _ new: String, _ place: String) throws {
        let text = try Self.donorText()
        #expect(text.contains(old))
        let pair = try Pair(next: text.replacing(old, with: new))
        let before = try RunDirectory(existing: pair.folder).read("run.json")
        let found = try failure(pair)
        #expect(found.first?.id == "adoption-misfit" && found.first?.outcome == .invalid)
        #expect(found.dropFirst().contains { $0.id == "drift-plan" && $0.message.contains(place) }, "\(found.map(\.message))")
        #expect(try RunDirectory(existing: pair.folder).read("run.json") == before)
        #expect(try AdoptionForm.obstacles(from: pair.donor.plan, to: pair.next.plan).contains { $0.path.contains(place) })
    }

    @Test func whatMayChange() throws {
        let (old, new) = (try TinyExperiment(Self.donorText()), try TinyExperiment(Self.changed(Self.donorText())))
        #expect(try AdoptionForm.obstacles(from: old.plan, to: new.plan) == [])
        let seeded = try TinyExperiment(
            Self.donorText().replacing("seed: 7\n", with: "seed: 8\n").replacing("rotation_range: 20", with: "rotation_range: 5"))
        #expect(try AdoptionForm.obstacles(from: old.plan, to: seeded.plan) == [])
    }

    /// Cut short at any length, or gone: it is said, and nothing is touched.
    @Test func aRungThatIsDamaged() throws {
        let pair = try Pair()
        let bytes = try Data(contentsOf: pair.rung)
        let before = try RunDirectory(existing: pair.folder).read("run.json")
        for length in [0, 1, 100, bytes.count / 2, bytes.count - 1] {
            try bytes.prefix(length).write(to: pair.rung)
            #expect(try failure(pair).map(\.id) == ["rung-unusable"], "\(length)")
        }
        try bytes.write(to: pair.rung)
        let best = pair.rung.deletingPathExtension().appendingPathComponent("training_1/weights/best.safetensors")
        let weights = try Data(contentsOf: best)
        try weights.dropLast(9).write(to: best)
        #expect(try failure(pair).map(\.id) == ["rung-unusable"])
        try FileManager.default.removeItem(at: best)
        #expect(try failure(pair).count == 1)
        try FileManager.default.removeItem(at: pair.rung)
        #expect(try failure(pair).count == 1)
        #expect(try RunDirectory(existing: pair.folder).read("run.json") == before)
        for name in ["x", "rungs/4.safetensors", "000004.safetensors"] {
            #expect(Rung(at: URL(fileURLWithPath: "/tmp/\(name)")) == nil)
        }
    }

    /// Two are kept, and all go when the sweep says so.
    @Test func rungsThatAreKept() throws {
        let tiny = try TinyExperiment(Self.donorText())
        var names: [[String]] = []
        for epoch in 1...3 {
            _ = try tiny.piece(RunPause(step: "training_1", epoch: epoch, keepsRung: true), in: "donor")
            names.append(try FileManager.default.contentsOfDirectory(atPath: tiny.place("donor").path + "/rungs").sorted())
        }
        #expect(names[0] == ["000001", "000001.safetensors"])
        #expect(names[2] == ["000002", "000002.safetensors", "000003", "000003.safetensors"])
        let run = try tiny.piece(nil, in: "donor")
        #expect(try run.files().contains("rungs/000003.safetensors"))
        Rung.removeAll(of: run.directory)
        try run.expectEqual(to: tiny.piece(nil, in: "whole"))
    }
}
