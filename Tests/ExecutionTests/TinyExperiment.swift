import Datasets
import Diagnostics
import Engine
import EngineReference
import Execution
import Experiment
import Foundation
import Network
import Plan
import Planning
import Results
import TestSupport
import Testing

/// A small experiment as text in a folder of its own, planned as the command plans it.
struct TinyExperiment {
    let folder: TemporaryFolder
    let text: String
    let plan: Plan

    /// Writes the text, and plans it; anything that is an error fails the test.
    init(
        _ text: String = TinyExperiment.transfer, in folder: TemporaryFolder? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.text = text
        let path = try self.folder.write(text, to: "tiny.yaml")
        let composition = Composer(workingDirectory: self.folder.url.path).compose(file: path)
        let document = try #require(composition.document, "\(composition.diagnostics)", sourceLocation: sourceLocation)
        let (file, complaints) = ExperimentDecoder.decode(document, environment: [:])
        #expect(complaints == [], sourceLocation: sourceLocation)
        let resolution = Planner.resolve(try #require(file, sourceLocation: sourceLocation), probe: DiskProbe())
        let errors = resolution.diagnostics.filter { $0.severity == .error }
        plan = try #require(resolution.plan, "\(errors)", sourceLocation: sourceLocation)
    }

    /// Runs it in a new directory.
    ///
    /// - Parameters:
    ///   - prepare: Does something to the directory before the run.
    ///   - observe: Sees every notice.
    func run(
        engine: any Engine = ReferenceEngine(), loaderThreads: Int = 1, interruption: @escaping () -> Int32? = { nil },
        prepare: (RunDirectory) throws -> Void = { _ in }, observe: @escaping (RunNotice) -> Void = { _ in }
    ) throws -> FinishedRun {
        let directory = try RunDirectory.create(in: results, experiment: plan.name)
        try prepare(directory)
        let settings = settings(engine: engine, loaderThreads: loaderThreads)
        let outcome = Executor(plan: plan, settings: settings).run(in: directory, interruption: interruption, observe: observe)
        return FinishedRun(directory: directory, outcome: outcome, folder: folder)
    }

    /// The folder of all results.
    var results: URL { folder.url.appendingPathComponent("Results") }

    /// What a run needs beside the plan.
    func settings(engine: any Engine = ReferenceEngine(), loaderThreads: Int = 1, checkpointSeconds: Double = 300) -> RunSettings
    {
        RunSettings(
            engine: engine, loaderThreads: loaderThreads, checkpointSeconds: checkpointSeconds, versions: ["assay": "0"],
            source: Data(text.utf8), sourceFolder: folder.url)
    }

    /// Looks for the run to go on with.
    func find(_ name: String = "latest", engine: any Engine = ReferenceEngine()) throws -> ResumeRequest.Finding {
        try ResumeRequest(name, plan: plan, settings: settings(engine: engine), results: results).find()
    }

    /// Goes on with the newest run; that there is one is required.
    func resume(
        engine: any Engine = ReferenceEngine(), loaderThreads: Int = 1, checkpointSeconds: Double = 300,
        interruption: @escaping () -> Int32? = { nil }, observe: @escaping (RunNotice) -> Void = { _ in },
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> FinishedRun {
        guard case .unfinished(let resumption) = try find(engine: engine) else {
            throw Missing()
        }
        let settings = settings(engine: engine, loaderThreads: loaderThreads, checkpointSeconds: checkpointSeconds)
        let outcome = Executor(plan: plan, settings: settings).run(
            in: resumption.directory, from: resumption, interruption: interruption, observe: observe)
        return FinishedRun(directory: resumption.directory, outcome: outcome, folder: folder)
    }

    private struct Missing: Error {}

    /// The text with one passage, which must be there once, changed.
    static func changed(
        _ old: String, _ new: String, in text: String = transfer, sourceLocation: SourceLocation = #_sourceLocation
    )
        throws -> String
    {
        try #require(text.ranges(of: old).count == 1, "not once: \(old)", sourceLocation: sourceLocation)
        return text.replacing(old, with: new)
    }

    /// A network small enough for every test.
    static let model = """
        models:
          net:
            input: [16, 16, 3]
            layers:
              - Conv2D: {filters: 4, kernel_size: 3}
              - Activation: relu
              - MaxPooling2D: 2
              - BatchNormalization
              - Flatten
              - Dense: {units: 8, activation: relu}
              - Dropout: 0.2
              - Dense: {units: 2, activation: sigmoid}
        """

    /// The notebook in little: two trainings, the second on top of the first's best weights.
    static let transfer = """
        assay: 1
        name: tiny
        semantics: keras-2.2.4
        seed: 7
        augmentations:
          clean: [{rescale: 1/255}]
          damaged: [{ImageDataGenerator: {rescale: 1/255, horizontal_flip: true, rotation_range: 20, brightness_range: [0.5, 1.5]}}]
        datasets:
          train_1: &images {synthetic: {radiographs: {count: 28, seed: 1}}, image_size: [16, 16], batch_size: 8, augmentation: clean}
          test_1: {<<: *images, synthetic: {radiographs: {count: 12, seed: 2}}}
          train_2: {<<: *images, synthetic: {radiographs: {count: 16, seed: 3}}, augmentation: damaged}
        \(model)
        callbacks:
          watchful:
            - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}
            - ReduceLROnPlateau: {monitor: val_loss, factor: 0.2, patience: 1, mode: min, min_lr: 1e-5}
        steps:
          - preview: {datasets: [train_1, train_2], rows: 2, columns: 2}
          - build: {model: net, as: model_1}
          - compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training_1, model: model_1, data: train_1, validation_data: test_1, steps_per_epoch: 5, epochs: 2,
                    validation_steps: 2, callbacks: watchful}
          - evaluate: {id: evaluation_1, model: model_1, data: test_1}
          - build: {model: net, as: model_2}
          - load_weights: {model: model_2, from: training_1.best}
          - save_weights: {id: loaded, model: model_2, to: loaded.safetensors}
          - freeze: {model: model_2, layers: "[:-3]"}
          - compile: {model: model_2, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training_2, model: model_2, data: train_2, steps_per_epoch: 3, epochs: 2}
          - predict: {id: predictions, model: model_2, data: test_1}
        claims:
          - {step: evaluation_1, metric: acc, value: 78.25%}

        """
}

/// A run directory and how its run ended.
struct FinishedRun {
    let directory: RunDirectory
    let outcome: Executor.Outcome
    /// Kept, so that the files live as long as this value.
    let folder: TemporaryFolder

    /// A file's text.
    func text(_ name: String) throws -> String { try String(decoding: directory.read(name), as: UTF8.self) }

    /// The curves of a step without the seconds.
    func curves(_ step: String) throws -> [[String]] {
        try CSV.parse(text("\(step)/curves.csv")).map { Array($0[..<1] + $0[2...]) }
    }

    /// All files, by their paths in the directory, sorted.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory.url.path).filter { path in
            let type = try FileManager.default.attributesOfItem(atPath: directory.url.appendingPathComponent(path).path)[.type]
            return type as? FileAttributeType != .typeDirectory
        }.sorted()
    }

    /// That another run left the same files with the same bytes, but for those that hold times, and the run's own name.
    func expectEqual(to other: FinishedRun, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try files() == other.files(), comment, sourceLocation: sourceLocation)
        for name in try files() {
            switch name {
            case "events.jsonl", "run.json": continue
            // It says how many threads there were.
            case "run.lock":
                var lock = try directory.lock()
                let otherLock = try other.directory.lock()
                #expect(lock.identity == otherLock.identity, comment, sourceLocation: sourceLocation)
                lock.threads = otherLock.threads
                #expect(lock == otherLock, comment, sourceLocation: sourceLocation)
            case _ where name.hasSuffix("curves.csv"):
                let step = String(name.dropLast("/curves.csv".count))
                #expect(try curves(step) == other.curves(step), comment, sourceLocation: sourceLocation)
            default:
                let isEqual = try directory.read(name) == other.directory.read(name)
                #expect(isEqual, "\(name): \(comment ?? "")", sourceLocation: sourceLocation)
            }
        }
        #expect(outcome.record.planSha256 == other.outcome.record.planSha256, sourceLocation: sourceLocation)
    }

    /// What is on the disk must be what the executor says.
    func record(sourceLocation: SourceLocation = #_sourceLocation) throws -> RunRecord {
        let record = try directory.record()
        #expect(record.status == outcome.record.status, sourceLocation: sourceLocation)
        #expect(record.exitCode == outcome.record.exitCode, sourceLocation: sourceLocation)
        return record
    }
}

/// Looks at data sets on the disk.
private struct DiskProbe: DataProbe {
    func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult {
        do throws(DatasetFailure) {
            let index = try DatasetIndex.scan(dataset, semantics: semantics)
            return .found(classes: index.classes, counts: index.counts)
        } catch {
            return .failed(error.diagnostics)
        }
    }

    func problem(
        withWeights path: String, for network: NetworkDefinition, by matching: LoadWeightsStep.Matching
    ) -> Diagnostic? { nil }
}
