import Diagnostics
import Testing

@testable import Planning

/// One mistake is said once: what it leads to is not said beside it.
@Suite struct CascadeTests {
    /// A change of the notebook's file, and all that is said of it.
    @Test(arguments: [
        // Words that are read as what was meant.
        ("callbacks:\n", "calbacks:\n", ["unknown-key"]), ("models:\n", "model:\n", ["unknown-key"]),
        ("datasets:\n", "dataset:\n", ["unknown-key"]), ("steps:\n", "step:\n", ["unknown-key"]),
        ("steps_per_epoch: 100, epochs: 25", "steps_per_epoch: 100, epoch: 25", ["unknown-key"]),
        ("- Conv2D:", "- Conv2d:", ["unknown-kind"]), ("      - Flatten\n", "      - Flaten\n", ["unknown-kind"]),
        ("- train: {id: training_1", "- fit: {id: training_1", ["unknown-kind"]),
        // Words that cannot be.
        ("callbacks:\n", "watchers:\n", ["unknown-key"]), ("models:\n", "nets:\n", ["unknown-key"]),
        ("      - Flatten\n", "      - GlobalPooling\n", ["unknown-kind"]),
        ("- train: {id: training_1", "- learn: {id: training_1", ["unknown-kind"]),
        ("- build: {model: xray_cnn, as: model_1}", "- construct: {model: xray_cnn, as: model_1}", ["unknown-kind"]),
        ("- EarlyStopping: {monitor: val_loss", "- Stop: {monitor: val_loss", ["unknown-kind"]),
        ("- ModelCheckpoint: {monitor: val_acc, mode: max", "- Saver: {monitor: val_acc, mode: max", ["unknown-kind"]),
        // Values that cannot be read.
        ("{units: 2, activation", "{units: two, activation", ["wrong-type"]),
        ("input: [150, 150, 3]", "input: [150, 150]", ["wrong-type"]),
        ("image_size: [150, 150]", "image_size: [150, x]", ["wrong-type"]),
        ("semantics: keras-2.2.4", "semantics: tf", ["unknown-kind"]),
        ("name: chest-xray-transfer", "name: chest x-ray", ["bad-name"]), ("id: evaluation_2", "id: evaluation 2", ["bad-name"]),
        ("as: model_1}", "as: model 1}", ["bad-name"]),
        (
            "compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]",
            "compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [acuracy]", ["unknown-kind"]
        ),
        (
            "compile: {model: model_1, loss: binary_crossentropy", "compile: {model: model_1, loss: hinge", ["unknown-kind"]
        ),
        (
            "validation_data: test_1, steps_per_epoch: 100", "validation_split: 0.2, steps_per_epoch: 100",
            ["unknown-key", "unusable-key"]
        ),
        // Steps that are not there.
        ("  - build: {model: xray_cnn, as: model_1}\n", "", ["unknown-model"]),
        (
            "  - compile: {model: model_1, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}\n", "",
            ["not-compiled"]
        ),
        ("compile: {model: model_1", "compile: {model: modell_1", ["unknown-model"]),
        // What does not fit is said where it is met first.
        ("{units: 2, activation: sigmoid}", "{units: 3, activation: sigmoid}", ["class-mismatch"]),
        ("input: [150, 150, 3]", "input: [150, 150, 1]", ["input-mismatch"]),
    ])
    func isSaidOnce(_ old: String, _ new: String, _ ids: [String]) throws {
        let resolving = try Resolving(decoding: try Notebook.changed(old, new), probe: Notebook.probe)
        let errors = (resolving.complaints + resolving.resolution.diagnostics).forReading().filter { $0.severity == .error }
        #expect(errors.map(\.id) == ids, "\(errors.map(\.message))")
    }

    /// Two mistakes that have nothing to do with each other are both said, in one go.
    @Test func whatIsIndependentIsSaidTogether() throws {
        let text = try Notebook.changed("{units: 2, activation", "{units: two, activation")
            .replacing("monitor: val_loss, min_delta", with: "monitor: va_loss, min_delta")
            .replacing("data: test_2}", with: "data: test_9}")
        let resolving = try Resolving(decoding: text, probe: Notebook.probe)
        let errors = (resolving.complaints + resolving.resolution.diagnostics).forReading().filter { $0.severity == .error }
        #expect(errors.map(\.id) == ["wrong-type", "unknown-monitor", "unknown-data-set"])
    }
}
