import Foundation
import Results
import TestSupport
import Testing

/// One binary, one instruction set, one lock: the same bytes, run after run, with any number of threads.
///
/// `Scripts/prove-determinism` does the same on larger networks and real images.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct DeterminismTests {
    /// Everything that could go another way each time: augmentation under both generators, shuffle, dropout, batch normalization,
    /// callbacks that restore, save and change the rate, a model on top of another's best weights, the outputs of a frozen part
    /// that are kept from epoch to epoch, partial batches, PNG and JPEG.
    private static let thorough = """
        name: thorough
        semantics: keras-2.2.4
        seed: 11
        augmentations:
          clean: [{rescale: 1/255}]
          damaged: [{ImageDataGenerator: {rescale: 1/255, horizontal_flip: true, rotation_range: 20, brightness_range: [0.5, 1.5]}}]
        datasets:
          clean: &images {folder: images, image_size: 16, batch_size: 4, augmentation: clean}
          damaged: {<<: *images, augmentation: damaged}
          replayed: {<<: *images, augmentation: damaged, rng: numpy-legacy}
        models:
          net:
            input: [16, 16, 3]
            layers:
              - repeat:
                  over: {filters: [16, 32]}
                  layers:
                    - Conv2D: {filters: "${filters}", kernel_size: 3}
                    - Activation: relu
                    - MaxPooling2D: 2
                    - BatchNormalization
              - Flatten
              - Dense: {units: 8, activation: relu}
              - Dropout: 0.2
              - Dense: {units: 2, activation: sigmoid}
        callbacks:
          watchful:
            - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}
            - ReduceLROnPlateau: {monitor: val_loss, factor: 0.2, patience: 1, mode: min, min_lr: 1e-5}
            - EarlyStopping: {monitor: val_loss, patience: 2, restore_best_weights: true}
        steps:
          - preview: {datasets: [clean, damaged, replayed], rows: 2, columns: 2}
          - build: {model: net, as: model_1}
          - compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: first, model: model_1, data: damaged, validation_data: clean, steps_per_epoch: 5, epochs: 4,
                    validation_steps: 2, callbacks: watchful}
          - train: {id: second, model: model_1, data: replayed, validation_data: clean, epochs: 2}
          - evaluate: {model: model_1, data: replayed}
          - build: {model: net, as: model_2}
          - load_weights: {model: model_2, from: first.best}
          - freeze: {model: model_2, layers: "[:-3]"}
          - compile: {model: model_2, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: third, model: model_2, data: clean, epochs: 3}
          - predict: {model: model_2, data: clean}
          - save_weights: {model: model_2, to: kept.safetensors}

        """

    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Self.thorough, to: "thorough.yaml")
        try Texts.images(in: assay.folder)
        for (name, fixture) in [("a/4", "rgb_420"), ("a/5", "grey"), ("b/4", "rgb_444")] {
            try FileManager.default.copyItem(
                at: Fixtures.url("imaging/decoding/\(fixture).jpg"), to: assay.url("images/\(name).jpg"))
        }
    }

    /// What a run leaves, by path, without what may differ: `run.json` and `events.jsonl`, which hold times, the column `seconds`
    /// of curves, and the numbers of threads in `run.lock`. All else must be equal.
    private func leftBy(_ arguments: [String], environment: [String: String] = [:]) throws -> [String: Data] {
        let ending = try assay.start(["run", "thorough.yaml", "-q"] + arguments, environment: environment).wait()
        try #require(ending.exitCode == 0, "\(ending.error)")
        let run = RunDirectory(existing: assay.url(try #require(ending.lines.last)))
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: run.url.path) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: run.url.appendingPathComponent(name).path, isDirectory: &isFolder)
            if isFolder.boolValue || ["run.json", "events.jsonl"].contains(name) { continue }
            if name.hasSuffix("curves.csv") {
                let rows = CSV.parse(String(decoding: try run.read(name), as: UTF8.self))
                try #require(rows.first?.prefix(2) == ["epoch", "seconds"])
                files[name] = Data(rows.map { CSV.line([$0[0]] + $0.dropFirst(2)) }.joined(separator: "\n").utf8)
            } else if name == "run.lock" {
                files[name] = Data(try run.lock().identity.utf8)
            } else {
                files[name] = try run.read(name)
            }
        }
        return files
    }

    /// What lies in one and not in the other, or is other there.
    private func differences(_ files: [String: Data], _ others: [String: Data]) -> [String] {
        Set(files.keys).union(others.keys).filter { files[$0] != others[$0] }.sorted()
    }

    @Test(arguments: ["fast", "onednn"]) func equalBytes(_ engine: String) throws {
        let first = try leftBy(["--engine", engine, "--threads", "1"])
        // Nothing is compared unless it is there.
        for name in [
            "first/curves.csv", "first/weights/best.safetensors", "first/weights/last.safetensors",
            "second/weights/last.safetensors",
            "third/weights/last.safetensors", "evaluate/predictions.csv", "predict/predictions.csv",
            "save_weights/kept.safetensors",
            "figures/preview-replayed.png", "figures/first-loss.svg", "run.lock", "plan.json", "load_weights/load_report.json",
        ] { #expect(first[name] != nil, "\(name) of \(first.keys.sorted())") }
        for threads in ["1", "2", "3"] {
            #expect(try differences(leftBy(["--engine", engine, "--threads", threads]), first) == [], "\(threads) threads")
        }
        // Without the cache of decoded images, which the first run of all filled.
        let uncached = try leftBy(["--engine", engine, "--threads", "2"], environment: ["ASSAY_CACHE_SIZE": "none"])
        #expect(differences(uncached, first) == [])
    }

    /// The comparison sees what there is to see.
    @Test func anotherSeedGivesOtherBytes() throws {
        let one = try leftBy(["--threads", "1"])
        let other = try differences(leftBy(["--threads", "1", "--seed", "12"]), one)
        for name in ["first/curves.csv", "first/weights/last.safetensors", "predict/predictions.csv", "run.lock"] {
            #expect(other.contains(name), "\(name)")
        }
    }
}
