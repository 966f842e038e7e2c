import Diagnostics
import Execution
import Foundation
import Plan
import Results
import TestSupport
import Testing
import Training

/// Files that go bad while a run is under way, and data that changes below it.
@Suite struct BadDataTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["a", "b"] {
            for (number, fixture) in ["grey_8.png", "rgb.png", "rgb_444.jpg", "grey.jpg", "rgb_420.jpg"].enumerated() {
                let url = self.url("images/\(name)/\(number).\(fixture.suffix(3))")
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try FileManager.default.copyItem(at: Fixtures.url("imaging/decoding/\(fixture)"), to: url)
            }
        }
    }

    private func url(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

    /// Nothing is kept in memory: each epoch reads the files anew.
    private func tiny(_ more: String, source: String = "folder: images", epochs: Int = 5) throws -> TinyExperiment {
        try TinyExperiment(
            """
            name: files
            datasets: {images: {\(source), image_size: 16, batch_size: 4, augmentation: [{rescale: 1/255}], cache: none\(more)}}
            \(TinyExperiment.model)
            steps:
              - build: {model: net}
              - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
              - train: {model: net, data: images, epochs: \(epochs)}
              - evaluate: {model: net, data: images}
            """, in: folder)
    }

    /// Does something once the first epoch is over.
    private func afterTheFirstEpoch(_ body: @escaping () throws -> Void) -> (RunNotice) -> Void {
        { notice in
            if case .training(step: _, .epochEnded(let row)) = notice, row.epoch == 1 {
                do { try body() } catch { Issue.record(error) }
            }
        }
    }

    private func manifest(_ names: [String]) throws {
        try folder.write("path,label\n" + names.map { "images/\($0),\($0.prefix(1))\n" }.joined(), to: "list.csv")
    }

    private static let names = ["a/0.png", "b/3.jpg", "a/2.jpg", "b/1.png", "a/4.jpg"]

    @Test(arguments: ["folder: images", "csv: list.csv"]) func aRunGoesOnAndListsWhatItLost(_ source: String) throws {
        try manifest(Self.names)
        let tiny = try tiny(", on_error: skip", source: source)
        let run = try tiny.run(
            loaderThreads: 2,
            observe: afterTheFirstEpoch {
                try FileManager.default.removeItem(at: url("images/a/0.png"))
                try Data(Data(contentsOf: url("images/b/3.jpg")).prefix(300)).write(to: url("images/b/3.jpg"))
            })
        let record = try run.record()
        #expect(record.status == .completed && record.exitCode == 0 && record.errors == [])
        let prefix = source.hasPrefix("csv") ? "images/" : ""
        let (training, evaluation) = (record.steps[2], record.steps[3])
        #expect(training.skippedFiles == 2 && training.skipped?.map(\.path) == [prefix + "a/0.png", prefix + "b/3.jpg"])
        #expect(training.skipped?.first?.reason.contains("No such file") == true)
        #expect(training.skipped?.last?.reason.contains("bytes and has 300") == true)
        // As the evaluation's data set was opened before, its files are missed anew.
        #expect(evaluation.skippedFiles == 2 && evaluation.lostFiles == 2 && training.lostFiles == 2)
        let events = try run.directory.events()
        for step in ["train", "evaluate"] {
            let skips = events.filter { $0.event == .imageSkipped && $0.step == step }
            #expect(Set(skips.map(\.path)) == [prefix + "a/0.png", prefix + "b/3.jpg"] && skips.count == 2)
            #expect(skips.allSatisfy { $0.data == "images" && $0.message?.contains("images/") == true })
            #expect(
                events.contains { $0.event == .warning && $0.step == step && $0.message?.contains("goes on without") == true })
        }
        // All that there is to write is there.
        #expect(try run.directory.curves(step: "train").rows.count == 5)
        let predictions = try run.text("evaluate/predictions.csv")
        let images = source.hasPrefix("csv") ? 5 : 10
        #expect(predictions.split(separator: "\n").count == 1 + images - 2)
        #expect(!predictions.contains("a/0.png") && !predictions.contains("b/3.jpg"))
        #expect(evaluation.samples == images - 2)
    }

    @Test(arguments: [("a/0.png", false), ("b/3.jpg", true)]) func aRunFailsAndKeepsWhatItHas(_ name: String, isCut: Bool) throws
    {
        let file = url("images/\(name)")
        let run = try tiny("").run(
            observe: afterTheFirstEpoch {
                if isCut {
                    try Data(Data(contentsOf: file).prefix(200)).write(to: file)
                } else {
                    try FileManager.default.removeItem(at: file)
                }
            })
        let failure = try #require(run.outcome.failure)
        #expect(failure.id == (isCut ? "changed-image" : "missing-image") && failure.message.contains(file.path))
        let record = try run.record()
        #expect(record.status == .failed && record.exitCode == (isCut ? 65 : 66) && run.outcome.unfinishedStep == "train")
        #expect(try run.directory.curves(step: "train").rows.isEmpty == false)
    }

    @Test(arguments: ["fail", "skip"]) func theDataAreTakenAway(_ policy: String) throws {
        let run = try tiny(", on_error: \(policy)").run(
            observe: afterTheFirstEpoch { try FileManager.default.moveItem(at: url("images"), to: url("taken")) })
        let failure = try #require(run.outcome.failure)
        #expect(failure.id == "missing-folder" && failure.message.contains(url("images").path))
        #expect(try run.record().exitCode == 66)
        #expect(try run.directory.curves(step: "train").rows.isEmpty == false)
    }

    /// A run goes by its manifest as it was when it began.
    @Test func theManifestIsRewritten() throws {
        try manifest(Self.names)
        let undisturbed = try tiny("", source: "csv: list.csv").run()
        let tiny = try tiny("", source: "csv: list.csv")
        let run = try tiny.run(observe: { notice in
            guard case .event(let event) = notice, event.event == .stepStarted, event.step == "build" else { return }
            do { try manifest(["a/2.jpg", "b/1.png"]) } catch { Issue.record(error) }
        })
        #expect(try run.record().status == .completed)
        for name in ["evaluate/predictions.csv", "train/weights/last.safetensors"] {
            #expect(try run.directory.read(name) == undisturbed.directory.read(name))
        }
        #expect(try run.directory.lock().identity == undisturbed.directory.lock().identity)
    }

    // MARK: The lock

    @Test func aLockIsThereBeforeTheFirstStep() throws {
        let tiny = try tiny("")
        nonisolated(unsafe) var place: URL?
        nonisolated(unsafe) var found: RunLock?
        let run = try tiny.run(
            prepare: { place = $0.url },
            observe: { notice in
                if case .event(let event) = notice, event.event == .stepStarted, event.step == "build", let place {
                    found = try? RunLock(at: place)
                }
            })
        let lock = try run.directory.lock()
        #expect(found == lock)
        #expect(lock.planSha256 == run.outcome.record.planSha256 && lock.engine == "reference")
        #expect(lock.data.count == 1 && lock.data[0].files.count == 10 && lock.data[0].manifest == nil)
        let file = url("images/b/3.jpg")
        #expect(lock.data[0].files["b/3.jpg"] == FileMark(of: try Data(contentsOf: file)))
        #expect(lock.binary != nil)
        let text = try run.text("run.lock")
        #expect(!text.contains(folder.url.path) && text.contains("\"identity\" : \"\(lock.identity)\""))
        // Everything as it was, but for the threads.
        let again = try tiny.run(loaderThreads: 3).directory.lock()
        #expect(again.identity == lock.identity && again.threads.loader == 3)
        // One byte.
        var data = try Data(contentsOf: file)
        data[data.count - 3] ^= 1
        try data.write(to: file)
        let changed = try RunInputs(of: tiny.plan, settings: tiny.settings()).lock
        #expect(changed.identity != lock.identity)
        #expect(
            RunLock.drift(from: lock, to: changed).map(\.message) == [
                "the data set 'images': 1 file changed: 'b/3.jpg' (other content)"
            ])
    }

    @Test func aManifestInAnotherOrderIsDrift() throws {
        try manifest(Self.names)
        let tiny = try tiny("", source: "csv: list.csv")
        let lock = try RunInputs(of: tiny.plan, settings: tiny.settings()).lock
        #expect(lock.data[0].manifest == FileMark(ofFile: url("list.csv").path))
        try manifest(Self.names.reversed())
        let changed = try RunInputs(of: tiny.plan, settings: tiny.settings()).lock
        let drifts = RunLock.drift(from: lock, to: changed)
        #expect(drifts.map(\.subject) == [.data] && drifts[0].message.contains("in another order"))
    }

    /// Two data sets on one folder are told of together, and a file that cannot be read stops nobody here.
    @Test func dataSetsShareTheirFiles() throws {
        let tiny = try TinyExperiment(
            """
            name: files
            datasets:
              one: &images {folder: images, image_size: 16, batch_size: 4, on_error: skip}
              two: {<<: *images, augmentation: [{rescale: 1/255}]}
            \(TinyExperiment.model)
            steps:
              - preview: {datasets: [one, two], rows: 2, columns: 2}
            """, in: folder)
        try FileManager.default.removeItem(at: url("images/a/0.png"))
        try FileManager.default.createSymbolicLink(at: url("images/a/0.png"), withDestinationURL: url("nowhere"))
        let lock = try RunInputs(of: tiny.plan, settings: tiny.settings()).lock
        #expect(lock.data.count == 1 && Set(lock.data[0].datasets.keys) == ["one", "two"])
        #expect(lock.data[0].files["a/0.png"] == .unreadable)
        #expect(throws: TrainingFailure.self) {
            try RunInputs(of: tiny.plan, settings: tiny.settings(), isInterrupted: { true })
        }
    }
}
