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
import Weights

/// What the world outside can do to a run: it ends in a diagnostic, the documented exit code and a readable directory.
@Suite struct FailureTests {
    /// The failure of a run, after what every failed run must have left.
    private func failure(of run: FinishedRun, exitCode: Int32, step: String?) throws -> Diagnostic {
        let failure = try #require(run.outcome.failure)
        let record = try run.record()
        #expect(record.status == .failed && record.exitCode == exitCode)
        #expect(record.errors == [failure.message])
        #expect(run.outcome.unfinishedStep == step)
        let events = try run.directory.events()
        #expect(events.suffix(2).map(\.event) == [.error, .runEnded])
        #expect(events.suffix(2).map(\.message) == [failure.message, "failed"])
        #expect(events.suffix(2).first?.step == step)
        return failure
    }

    @Test(arguments: [ReferenceEngine(), OneDNNEngine(threads: 1), FastEngine(threads: 1)] as [any Engine])
    func aLossThatIsNoNumber(_ engine: any Engine)
        throws
    {
        let text = try TinyExperiment.changed(
            """
            {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
            """, "{model: model_1, loss: binary_crossentropy, optimizer: {Adam: {learning_rate: 3e38}}, metrics: [accuracy]}")
        let run = try TinyExperiment(text).run(engine: engine)
        let failure = try failure(of: run, exitCode: 1, step: "training_1")
        #expect(failure.id == "loss-not-finite")
        let named = /the loss became (nan|-?inf) in step training_1, epoch \d+, batch \d+ of 5/
        #expect(failure.message.wholeMatch(of: named) != nil, "\(failure.message)")
        #expect(failure.help.joined().contains("lower the learning rate"))
        #expect(failure.help.joined().contains("/"), "an image of the batch")
    }

    // MARK: Files

    /// Two classes of PNG files, and an experiment on them.
    private func onFiles(_ folder: TemporaryFolder, _ dataset: String = "") throws -> String {
        for name in ["a", "b"] {
            for number in 0..<8 { try copy("grey_8.png", to: "images/\(name)/\(number).png", in: folder) }
        }
        return """
            name: files
            datasets: {images: {folder: images, image_size: 16, batch_size: 4, augmentation: [{rescale: 1/255}]\(dataset)}}
            \(TinyExperiment.model)
            steps:
              - build: {model: net}
              - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
              - train: {model: net, data: images, epochs: 2}
              - evaluate: {model: net, data: images}
            """
    }

    private func copy(_ fixture: String, to name: String, in folder: TemporaryFolder, bytes: Int = .max) throws {
        let url = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contentsOf: Fixtures.url("imaging/decoding/\(fixture)")).prefix(bytes).write(to: url)
    }

    /// Nothing is cached here, so that an epoch to come needs the file again.
    @Test func aFileThatVanishesDuringATraining() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyExperiment(onFiles(folder, ", cache: none").replacing("epochs: 2", with: "epochs: 6"), in: folder)
        let file = folder.url.appendingPathComponent("images/b/3.png")
        let run = try tiny.run(observe: { notice in
            if case .training(step: _, .epochEnded) = notice { try? FileManager.default.removeItem(at: file) }
        })
        let failure = try failure(of: run, exitCode: 66, step: "train")
        #expect(failure.id == "missing-image" && failure.message.contains(file.path))
        #expect(failure.help.joined().contains("on_error: skip"))
        #expect(try run.directory.curves(step: "train").rows.isEmpty == false)
    }

    @Test func aFileThatVanishesBeforeItsDataSetIsOpened() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyExperiment(onFiles(folder), in: folder)
        let file = folder.url.appendingPathComponent("images/b/3.png")
        let run = try tiny.run(observe: { notice in
            if case .event(let event) = notice, event.event == .stepStarted, event.step == "compile" {
                try? FileManager.default.removeItem(at: file)
            }
        })
        let failure = try failure(of: run, exitCode: 66, step: "train")
        #expect(failure.id == "missing-image" && failure.message.contains(file.path))
    }

    @Test func aFileThatVanishesBetweenPlanAndRun() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyExperiment(onFiles(folder), in: folder)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("images/b/3.png"))
        let failure = try failure(of: tiny.run(), exitCode: 65, step: nil)
        #expect(failure.message == "the data set 'images' has changed since it was planned: b had 8 images and has 7")
    }

    @Test func aFolderThatVanishesDuringTheRun() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyExperiment(onFiles(folder), in: folder)
        let images = folder.url.appendingPathComponent("images")
        let run = try tiny.run(observe: { notice in
            if case .event(let event) = notice, event.event == .stepStarted, event.step == "compile" {
                try? FileManager.default.removeItem(at: images)
            }
        })
        let failure = try failure(of: run, exitCode: 66, step: "train")
        #expect(failure.id == "missing-folder" && failure.message.contains(images.path))
    }

    @Test func aTruncatedJPEGFails() throws {
        let folder = try TemporaryFolder()
        let text = try onFiles(folder)
        try copy("rgb_444.jpg", to: "images/a/cut.jpg", in: folder, bytes: 700)
        let run = try TinyExperiment(text, in: folder).run()
        let failure = try failure(of: run, exitCode: 65, step: "train")
        #expect(failure.id == "undecodable-image")
        #expect(failure.message.contains(folder.url.appendingPathComponent("images/a/cut.jpg").path))
        #expect(failure.help.joined().contains("on_error: skip"))
    }

    @Test func aTruncatedJPEGIsSkippedWhereAsked() throws {
        let folder = try TemporaryFolder()
        let text = try onFiles(folder, ", on_error: skip")
        try copy("rgb_444.jpg", to: "images/a/cut.jpg", in: folder, bytes: 700)
        let run = try TinyExperiment(text, in: folder).run()
        let record = try run.record()
        #expect(record.status == .completed)
        #expect(record.steps.map(\.skippedFiles) == [nil, nil, 1, 1])
        #expect(record.steps.map(\.lostFiles) == [nil, nil, nil, nil])
        #expect(record.steps.last?.skipped?.map(\.path) == ["a/cut.jpg"])
        let warnings = try run.directory.events().filter { $0.event == .warning }.compactMap(\.message)
        #expect(warnings.count == 1 && warnings[0].contains("leaves out 1 of 17 images") && warnings[0].contains("a/cut.jpg"))
        let predictions = try run.text("evaluate/predictions.csv")
        #expect(!predictions.contains("cut.jpg") && predictions.split(separator: "\n").count == 17)
    }

    // MARK: Weights

    private func loading(_ path: String, by: String = "order") -> String {
        """
        name: reader
        \(TinyExperiment.model)
        steps:
          - build: {model: net}
          - load_weights: {model: net, from: \(path), by: \(by)}
        """
    }

    private func weights(
        _ folder: TemporaryFolder, _ tensors: [(name: String, tensor: Tensor)]
    ) throws -> String {
        let url = folder.url.appendingPathComponent("w.safetensors")
        try Data(SafeTensors.write(tensors)).write(to: url)
        return url.path
    }

    @Test func weightsThatDoNotFit() throws {
        let folder = try TemporaryFolder()
        let path = try weights(folder, [("conv2d/kernel", Tensor(shape: [5, 5, 3, 4], repeating: 0))])
        let run = try TinyExperiment(loading(path, by: "name"), in: folder).run()
        let failure = try failure(of: run, exitCode: 65, step: "load_weights")
        #expect(failure.id == "weights-mismatch")
        for part in ["conv2d/kernel", "(3, 3, 3, 4)", "(5, 5, 3, 4)", path] { #expect(failure.message.contains(part), "\(part)") }
    }

    @Test func weightsThatAreNotThere() throws {
        let run = try TinyExperiment(loading("nowhere.safetensors")).run()
        let failure = try failure(of: run, exitCode: 66, step: "load_weights")
        #expect(failure.message == "there is no weights file '\(run.folder.url.path)/nowhere.safetensors'")
    }

    /// A device would never end, and a pipe would wait for ever.
    @Test func weightsThatAreNoFile() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.url.appendingPathComponent("pipe.safetensors").path
        #expect(mkfifo(pipe, 0o600) == 0)
        let device = folder.url.appendingPathComponent("zero.safetensors")
        try FileManager.default.createSymbolicLink(at: device, withDestinationURL: URL(fileURLWithPath: "/dev/zero"))
        for path in [pipe, device.path, folder.url.path + "/folder.safetensors"] {
            if path.hasSuffix("folder.safetensors") { #expect(mkdir(path, 0o700) == 0) }
            let run = try TinyExperiment(loading(path), in: folder).run()
            #expect(try failure(of: run, exitCode: 65, step: "load_weights").id == "weights-unreadable")
        }
    }

    // MARK: Disks

    /// `/dev/full` stands for a disk without room: a file of the run is a link to it.
    @Test(arguments: ["events.jsonl", "training_1/curves.csv"]) func aFullDisk(_ name: String) throws {
        let run = try TinyExperiment().run(prepare: { directory in
            let url = try directory.fileToWrite(name)
            try FileManager.default.createSymbolicLink(at: url, withDestinationURL: URL(fileURLWithPath: "/dev/full"))
        })
        let failure = try #require(run.outcome.failure)
        let record = try run.record()
        #expect(record.status == .failed && record.exitCode == 73)
        #expect(failure.id == "cannot-write" && failure.message.contains(name))
        #expect(failure.message.contains("No space left on device"))
        #expect(failure.help.joined().contains("--results"))
    }

    @Test func aRunDirectoryThatIsTakenAway() throws {
        let tiny = try TinyExperiment()
        nonisolated(unsafe) var place: URL?
        let run = try tiny.run(
            prepare: { place = $0.url },
            observe: { notice in
                guard case .event(let event) = notice, event.event == .stepEnded, event.step == "preview", let place else {
                    return
                }
                try? FileManager.default.removeItem(at: place)
                try? Data().write(to: place)
            })
        #expect(run.outcome.record.status == .failed && run.outcome.record.exitCode == 73)
        #expect(run.outcome.failure?.id == "cannot-write")
    }
}
