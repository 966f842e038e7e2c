import Diagnostics
import Plan
import Planning
import Testing

/// One mistake in the notebook: what is changed, what is said, and where.
struct Mistake: CustomTestStringConvertible {
    var old: String
    var new: String
    var id: String
    var at: String
    var help: String

    init(_ old: String, _ new: String, _ id: String, at: String, _ help: String) {
        (self.old, self.new, self.id, self.at, self.help) = (old, new, id, at, help)
    }

    var testDescription: String { "\(id): \(new.prefix(60))" }

    static let all: [Mistake] = [
        // Names that nothing defines.
        Mistake(
            "batch_size: 16, augmentation: clean}", "batch_size: 16, augmentation: claen}", "unknown-augmentation", at: "claen",
            "did you mean `clean`?"),
        Mistake(
            "{id: evaluation_1, model: model_1, data: test_1}", "{id: evaluation_1, model: model_1, data: tset_1}",
            "unknown-data-set", at: "tset_1", "did you mean `test_1`?"),
        Mistake(
            "data: train_1, validation_data: test_1", "data: train_1, validation_data: nothing", "unknown-data-set",
            at: "nothing", "data sets: train_1, test_1, train_2, test_2"),
        Mistake(
            "datasets: [train_1, train_2]", "datasets: [train_1, train_3]", "unknown-data-set", at: "train_3",
            "did you mean `train_1`?"),
        Mistake(
            "{model: xray_cnn, as: model_1}", "{model: xray_cmm, as: model_1}", "unknown-model", at: "xray_cmm",
            "did you mean `xray_cnn`?"),
        Mistake(
            "- load_weights: {model: model_2, from: training_1.best}", "- load_weights: {model: model_3, from: training_1.best}",
            "unknown-model", at: "model_3", "models that steps build: model_1, model_2"),
        Mistake(
            "epochs: 25,\n            validation_steps: 7, callbacks: watchful",
            "epochs: 25,\n            validation_steps: 7, callbacks: wacthful", "unknown-list-of-callbacks", at: "wacthful",
            "did you mean `watchful`?"),
        Mistake(
            "step: evaluation_1, metric", "step: evaluation_3, metric", "unknown-step", at: "evaluation_3",
            "did you mean `evaluation_1`?"),
        Mistake(
            "from: training_1.best", "from: training_9.best", "unknown-step", at: "training_9.best",
            "trainings: training_1, training_2"),
        // Order.
        Mistake("from: training_1.best", "from: training_2.best", "later-step", at: "training_2.best", "move this step after it"),
        Mistake("from: training_1.best", "from: evaluation_1.best", "not-a-training", at: "evaluation_1.best", ""),
        Mistake(
            "{id: evaluation_1, model: model_1, data", "{id: evaluation_1, model: model_2, data", "model-not-built",
            at: "model_2", "move the build step"),
        Mistake(
            "{id: evaluation_1, model: model_1, data", "{id: evaluation_1, model: xray_cnn, data", "model-not-built",
            at: "xray_cnn", "- build: {model: xray_cnn}"),
        Mistake(
            "  - compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}\n", "",
            "not-compiled", at: "train", "- compile: {model: model_1"),
        Mistake(
            "{model: xray_cnn, as: model_2}", "{model: xray_cnn, as: model_1}", "duplicate-model", at: "model_1", "another name"),
        Mistake("id: evaluation_2, model", "id: evaluation_1, model", "duplicate-id", at: "evaluation_1", "another id"),
        Mistake("id: evaluation_2, model", "id: figures, model", "reserved-name", at: "figures", "another name"),
        Mistake("name: chest-xray-transfer\n", "", "missing-name", at: "preview", "name: my-experiment"),
        // Monitors and metrics.
        Mistake(
            "{monitor: val_acc, mode: max", "{monitor: val_accuracy, mode: max", "unknown-monitor", at: "val_accuracy",
            "here it is called acc: write `val_acc`"),
        Mistake(
            "{monitor: val_acc, mode: max", "{monitor: val_los, mode: max", "unknown-monitor", at: "val_los",
            "did you mean `val_loss`?"),
        Mistake(
            "data: train_1, validation_data: test_1, steps_per_epoch: 100, epochs: 25,\n            validation_steps: 7",
            "data: train_1, steps_per_epoch: 100, epochs: 25", "unknown-monitor", at: "val_loss",
            "give the training validation_data"),
        Mistake(
            "model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]",
            "model: model_1, loss: binary_crossentropy, optimizer: adam", "unknown-monitor", at: "val_acc",
            "add metrics: [accuracy]"),
        Mistake(
            "validation_data: test_1, steps_per_epoch: 100, epochs: 25", "steps_per_epoch: 100, epochs: 25", "unusable-key",
            at: "7", "add validation_data"),
        Mistake(
            "step: evaluation_1, metric: acc", "step: evaluation_1, metric: accuracy", "unknown-metric", at: "accuracy",
            "here it is called acc"),
        Mistake(
            "step: evaluation_1, metric: acc", "step: preview, metric: acc", "unknown-metric", at: "preview",
            "train or an evaluate"),
        Mistake("metric: acc, value: 78.25%", "metric: acc, value: 78.25", "out-of-range", at: "78.25", "78.25%"),
        Mistake(
            "model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]",
            "model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy, acc]", "duplicate-name", at: "acc",
            "remove one"),
        // Selectors.
        Mistake("layers: \"[:-5]\"", "layers: \"[:-5\"", "bad-selector", at: "5", "a selector is"),
        Mistake("layers: \"[:-5]\"", "layers: \"[::0]\"", "bad-selector", at: "0", "a selector is"),
        Mistake("layers: \"[:-5]\"", "layers: \"[22:]\"", "bad-selector", at: "\"[22:]\"", ""),
        Mistake("layers: \"[:-5]\"", "layers: \"[22]\"", "bad-selector", at: "\"[22]\"", "0 to 21"),
        Mistake("layers: \"[:-5]\"", "layers: conv2", "bad-selector", at: "conv2", "did you mean `conv2d`?"),
        Mistake("layers: \"[:-5]\"", "layers: \"kind:Conv2d\"", "bad-selector", at: "C", "did you mean `Conv2D`?"),
        Mistake("layers: \"[:-5]\"", "layers: [dense, \"lstm*\"]", "bad-selector", at: "\"lstm*\"", "conv2d_3"),
        // Shapes, outputs and classes.
        Mistake("input: [150, 150, 3]", "input: [40, 40, 3]", "shape-mismatch", at: "MaxPooling2D", "fewer pooling layers"),
        Mistake("      - Flatten\n", "", "shape-mismatch", at: "Dense", "put Flatten before it"),
        Mistake(
            "input: [150, 150, 3]", "input: [16384, 16384, 3]", "shape-mismatch", at: "Conv2D", "smaller images"),
        Mistake("input: [150, 150, 3]", "input: [150, 150, 1]", "input-mismatch", at: "train_1", "color_mode"),
        Mistake("image_size: [150, 150]", "image_size: [150, 160]", "input-mismatch", at: "train_1", "image_size"),
        Mistake("{units: 2, activation: sigmoid}", "{units: 3, activation: sigmoid}", "class-mismatch", at: "train_1", "2 units"),
        Mistake("{units: 2, activation: sigmoid}", "{units: 1, activation: softmax}", "constant-output", at: "Dense", "sigmoid"),
        Mistake(
            "folder: /d/val, augmentation: damaged}",
            "folder: /d/val, augmentation: damaged, class_weight: {NORMAL: 2, PNEUMONA: 1}}", "unknown-class", at: "PNEUMONA",
            "did you mean `PNEUMONIA`?"),
        Mistake(
            "batch_size: 16, augmentation: clean}", "batch_size: 8, augmentation: clean}", "preview-too-large", at: "3",
            "fewer rows"),
        Mistake(
            "batch_size: 16, augmentation: clean}", "batch_size: 65536, augmentation: clean}", "too-much-memory", at: "65536",
            "smaller"),
        Mistake("steps_per_epoch: 100", "steps_per_epoch: 2000000000", "out-of-range", at: "2000000000", "1000000"),
        // Callbacks that are needed.
        Mistake(
            "    - ModelCheckpoint: {monitor: val_acc, mode: max, save_best_only: true}\n", "", "no-checkpoint",
            at: "training_1.best", "training_1.last"),
        // A format of weights that is only read.
        Mistake(
            "  - freeze:", "  - save_weights: {model: model_2, to: all.keras}\n  - freeze:", "unwritten-format", at: "all.keras",
            "write to: all.safetensors"),
    ]
}

@Suite struct MistakesTests {
    @Test(arguments: Mistake.all) func isSaidAtItsPlace(_ mistake: Mistake) throws {
        let resolving = try Resolving(Notebook.changed(mistake.old, mistake.new), probe: Notebook.probe)
        #expect(resolving.resolution.plan == nil)
        let found = resolving.errors.filter { $0.id == mistake.id }
        let shown = resolving.errors.map {
            "\($0.position.map { "\($0.line):\($0.column)" } ?? "-") \($0.message) [\($0.id)] \($0.help)"
        }
        #expect(found.contains { resolving.underlined($0) == mistake.at }, "\(found.map { resolving.underlined($0) }) \(shown)")
        #expect(found.contains { mistake.help.isEmpty || $0.help.joined(separator: " ").contains(mistake.help) }, "\(shown)")
    }

    /// One mistake does not drag others behind it that say the same in other words.
    @Test func aBrokenModelIsSaidOnce() throws {
        let resolving = try Resolving(Notebook.changed("      - Flatten\n", ""), probe: Notebook.probe)
        #expect(resolving.errors.map(\.id) == ["shape-mismatch"])
    }

    @Test func allMistakesAreSaidInTheOrderOfTheText() throws {
        let text = try Notebook.changed("from: training_1.best", "from: training_9.best")
            .replacing("data: test_2}", with: "data: test_9}").replacing("layers: \"[:-5]\"", with: "layers: \"[99]\"")
        let resolving = try Resolving(text, probe: Notebook.probe)
        #expect(resolving.errors.map(\.id) == ["unknown-step", "bad-selector", "unknown-data-set"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["training_9.best", "\"[99]\"", "test_9"])
    }

    @Test func helpListsWhatThisTrainingProduces() throws {
        let text = try Notebook.changed("{monitor: val_acc, mode: max", "{monitor: x, mode: max")
        let error = try #require(Resolving(text, probe: Notebook.probe).errors.first)
        #expect(error.help == ["`training_1` produces: loss, acc, val_loss, val_acc, lr"])
    }

    @Test func outputAndLossMustFit() throws {
        let text = try Notebook.changed("{units: 2, activation: sigmoid}", "{units: 1, activation: sigmoid}")
            .replacing("binary_crossentropy", with: "categorical_crossentropy")
        let resolving = try Resolving(text, probe: Notebook.probe)
        #expect(resolving.errors.map(\.id) == ["output-mismatch", "output-mismatch"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["categorical_crossentropy", "categorical_crossentropy"])
    }

    @Test func oneSigmoidTellsTwoClassesApart() throws {
        let text = try Notebook.changed("{units: 2, activation: sigmoid}", "{units: 1, activation: sigmoid}")
        #expect(try Resolving(text, probe: Notebook.probe).errors == [])
        var probe = Notebook.probe
        probe.classes = ["A", "B", "C"]
        probe.counts = [:]
        probe.counts["train_1"] = [1, 2, 3]
        let errors = try Resolving(text, probe: FakeProbe(counts: ["train_1": [1, 2, 3]], classes: ["A", "B", "C"])).errors
        #expect(
            errors.contains { $0.message.contains("3 classes (A, B, C)") && $0.message.contains("1 output, which tells two") })
    }

    @Test func aMissingFolderIsSaidAtTheSource() throws {
        var probe = Notebook.probe
        probe.missing = ["train_2"]
        let resolving = try Resolving(Notebook.text, probe: probe)
        #expect(resolving.errors.map(\.id) == ["missing-folder"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["/d/val"])
        #expect(ExitCode(for: resolving.diagnostics) == .missingInput)
    }

    @Test func aWeightsFileIsLookedAtBeforeTheFirstBatch() throws {
        var probe = Notebook.probe
        let text = try Notebook.changed("from: training_1.best", "from: /w/base.safetensors")
        #expect(try Resolving(text, probe: probe).errors == [])
        probe.weightsProblem = Diagnostic("weights-missing", .error, "there is no weights file", outcome: .missingInput)
        #expect(try Resolving(text).errors == [])
        let resolving = try Resolving(text, probe: probe)
        #expect(resolving.errors.map { resolving.underlined($0) } == ["/w/base.safetensors"])
        #expect(ExitCode(for: resolving.diagnostics) == .missingInput)
    }

    @Test func anEmptyClassIsSaidAtTheSource() throws {
        var probe = Notebook.probe
        probe.counts["test_1"] = [0, 390]
        let resolving = try Resolving(Notebook.text, probe: probe)
        #expect(resolving.errors.map(\.message) == ["the data set `test_1` has no image of `NORMAL`"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["/d/test"])
    }

    @Test func aStepBeyondTheMachinesMemoryIsAnError() throws {
        let resolving = try Resolving(Notebook.text, probe: Notebook.probe, memory: 100 << 20)
        #expect(Set(resolving.errors.map(\.id)) == ["too-much-memory"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["16"])
        #expect(try Resolving(Notebook.text, probe: Notebook.probe, memory: 2 << 30).errors == [])
    }

    @Test func aFreezeAfterTheCompileIsAWarning() throws {
        let text = try Notebook.changed("  - freeze: {model: model_2, layers: \"[:-5]\"}\n", "")
            .replacing(
                "  - train: {id: training_2", with: "  - freeze: {model: model_2, layers: \"[:-5]\"}\n  - train: {id: training_2")
        let resolving = try Resolving(text, probe: Notebook.probe)
        let warnings = resolving.diagnostics.filter { $0.severity == .warning }
        #expect(warnings.map(\.id) == ["freeze-without-compile"])
        #expect(warnings.map { resolving.underlined($0) } == ["freeze"])
        let plan = try resolving.plan()
        #expect(plan.steps.compactMap { $0.action.kind as? CompileStep }.map(\.frozen) == [[], []])
    }

    @Test func weightsOfAnotherArchitectureDoNotFit() throws {
        let text = try Notebook.changed(
            "callbacks:\n  watchful:",
            """
              other:
                input: [150, 150, 3]
                layers: [{MaxPooling2D: 50}, Flatten, {Dense: {units: 2, activation: sigmoid}}]
            callbacks:
              watchful:
            """
        ).replacing("{model: xray_cnn, as: model_2}", with: "{model: other, as: model_2}")
        let resolving = try Resolving(text.replacing("\"[:-5]\"", with: "\"[0]\""), probe: Notebook.probe)
        #expect(resolving.errors.map(\.id) == ["weights-mismatch"])
        #expect(resolving.errors[0].message.hasSuffix("has 11 layers with weights, and the network has 1"))
    }
}
