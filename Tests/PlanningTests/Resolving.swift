import Diagnostics
import Experiment
import Network
import Plan
import Planning
import Testing
import Weights

/// An experiment as text, composed, decoded and resolved; nothing touches the disk.
struct Resolving {
    let text: String
    let resolution: Resolution
    /// What the decoder says.
    let complaints: [Diagnostic]

    /// Resolves a text that the decoder has nothing to say about.
    init(_ text: String, probe: (any DataProbe)? = nil, memory: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        try self.init(decoding: text, probe: probe, memory: memory, sourceLocation: sourceLocation)
        #expect(complaints == [], sourceLocation: sourceLocation)
    }

    /// Resolves what the decoder makes of a text.
    init(
        decoding text: String, probe: (any DataProbe)? = nil, memory: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let composition = Composer(workingDirectory: "/x") { _ in Array(text.utf8) }.compose(file: "e.yaml")
        let document = try #require(composition.document, sourceLocation: sourceLocation)
        let (file, diagnostics) = ExperimentDecoder.decode(document, environment: [:])
        #expect(composition.diagnostics == [], sourceLocation: sourceLocation)
        complaints = diagnostics
        self.text = text
        resolution = Planner.resolve(try #require(file, sourceLocation: sourceLocation), probe: probe, memory: memory)
    }

    var diagnostics: [Diagnostic] { resolution.diagnostics }
    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var ids: [String] { diagnostics.map(\.id) }

    /// The plan, where nothing is wrong.
    func plan(sourceLocation: SourceLocation = #_sourceLocation) throws -> Plan {
        #expect(errors == [], sourceLocation: sourceLocation)
        return try #require(resolution.plan, sourceLocation: sourceLocation)
    }

    /// What a diagnostic underlines.
    func underlined(_ diagnostic: Diagnostic) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let position = diagnostic.position, lines.indices.contains(position.line - 1) else { return "" }
        return String(lines[position.line - 1].dropFirst(position.column - 1).prefix(diagnostic.length))
    }
}

/// A probe that knows data sets by name: images of NORMAL and PNEUMONIA.
struct FakeProbe: DataProbe {
    var counts: [String: [Int]] = [:]
    var classes = ["NORMAL", "PNEUMONIA"]
    var missing: Set<String> = []
    /// What every weights file holds.
    var weights: WeightsIndex?
    var weightsProblem: Diagnostic?

    func probe(_ dataset: DatasetPlan, semantics: Semantics) -> DataProbeResult {
        if missing.contains(dataset.name) {
            return .failed([Diagnostic("missing-folder", .error, "there is no folder", outcome: .missingInput)])
        }
        return .found(classes: classes, counts: counts[dataset.name] ?? [1341, 3875])
    }

    func weights(at path: String) throws(Diagnostic) -> WeightsIndex? {
        if let weightsProblem { throw weightsProblem }
        return weights
    }
}

/// The notebook as an experiment, and changes of it.
enum Notebook {
    static let text = """
        assay: 1
        name: chest-xray-transfer
        semantics: keras-2.2.4
        seed: 42
        augmentations:
          clean:
            - rescale: 1/255
          damaged:
            - ImageDataGenerator: {rescale: 1/255, shear_range: 0.2, zoom_range: 0.2, horizontal_flip: true, rotation_range: 30,
                                   width_shift_range: 0, channel_shift_range: 0.9, brightness_range: [0.5, 1.5]}
        datasets:
          train_1: &images {folder: /d/train, image_size: [150, 150], batch_size: 16, augmentation: clean}
          test_1: {<<: *images, folder: /d/test}
          train_2: {<<: *images, folder: /d/val, augmentation: damaged}
          test_2: {<<: *images, folder: /d/test, augmentation: damaged}
        models:
          xray_cnn:
            input: [150, 150, 3]
            layers:
              - repeat:
                  over: {filters: [64, 128, 256, 256]}
                  layers:
                    - Conv2D: {filters: "${filters}", kernel_size: 3}
                    - Activation: relu
                    - MaxPooling2D: 2
                    - BatchNormalization
              - Flatten
              - Dense: {units: 128, activation: relu}
              - Dropout: 0.2
              - Dense: {units: 64, activation: relu}
              - Dropout: 0.2
              - Dense: {units: 2, activation: sigmoid}
        callbacks:
          watchful:
            - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}
            - ReduceLROnPlateau: {monitor: val_loss, factor: 0.2, patience: 3, mode: min, min_lr: 1e-5}
            - EarlyStopping: {monitor: val_loss, min_delta: 1e-10, patience: 15, restore_best_weights: true}
        steps:
          - preview: {datasets: [train_1, train_2], rows: 3, columns: 3}
          - build: {model: xray_cnn, as: model_1}
          - compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training_1, model: model_1, data: train_1, validation_data: test_1, steps_per_epoch: 100, epochs: 25,
                    validation_steps: 7, callbacks: watchful}
          - evaluate: {id: evaluation_1, model: model_1, data: test_1}
          - build: {model: xray_cnn, as: model_2}
          - load_weights: {model: model_2, from: training_1.best}
          - freeze: {model: model_2, layers: "[:-5]"}
          - compile: {model: model_2, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
          - train: {id: training_2, model: model_2, data: train_2, validation_data: test_2, steps_per_epoch: 90, epochs: 20,
                    validation_steps: 7, callbacks: watchful}
          - evaluate: {id: evaluation_2, model: model_2, data: test_2}
        claims:
          - {step: evaluation_1, metric: acc, value: 78.25%}
          - {step: evaluation_2, metric: acc, value: 73.48%}

        """

    static let probe = FakeProbe(counts: ["train_2": [8, 8], "test_1": [234, 390], "test_2": [234, 390]])

    /// The text with one passage, which must be there once, changed.
    static func changed(_ old: String, _ new: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        try #require(text.ranges(of: old).count == 1, "not once: \(old)", sourceLocation: sourceLocation)
        return text.replacing(old, with: new)
    }
}
