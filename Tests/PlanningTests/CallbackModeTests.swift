import Network
import Plan
import Testing

@testable import Planning

@Suite struct CallbackModeTests {
    /// Keras 2.2.4 goes by `acc` in the name, tf.keras's EarlyStopping by the name's end; Keras 3 by the metric's direction, and refuses
    /// what has none.
    @Test func automaticModes() {
        func mode(_ monitor: String, _ rule: Semantics.AutomaticMode, isStopping: Bool = true) -> MonitorMode? {
            Resolver.automaticMode(monitor, rule, isStopping: isStopping)
        }
        for rule in [Semantics.AutomaticMode.byName, .byEnding] {
            #expect(mode("val_acc", rule) == .max)
            #expect(mode("val_binary_accuracy", rule) == .max)
            #expect(mode("val_loss", rule) == .min)
            #expect(mode("lr", rule) == .min)
        }
        #expect(mode("val_auc", .byName) == .min)
        #expect(mode("val_auc", .byEnding) == .max)
        #expect(mode("val_auc", .byEnding, isStopping: false) == .min)
        #expect(mode("accuracy_1", .byEnding) == .min)
        #expect(mode("accuracy_1", .byEnding, isStopping: false) == .max)
        #expect(mode("val_accuracy", .byMetric) == .max)
        #expect(mode("loss", .byMetric) == .min)
        #expect(mode("learning_rate", .byMetric) == nil)
    }

    /// The switch alone, in a file: a direction that Keras 3 refuses to guess is `min` for the others.
    @Test func theRuleIsASwitchOfItsOwn() throws {
        let text = try Notebook.changed("EarlyStopping: {monitor: val_loss,", "EarlyStopping: {monitor: lr,")
        for (rule, ids) in [("by_name", []), ("by_ending", []), ("by_metric", ["unknown-direction"])] {
            let turned = text.replacing("semantics: keras-2.2.4", with: "semantics: {keras-2.2.4: {automatic_mode: \(rule)}}")
            #expect(try Resolving(turned, probe: Notebook.probe).errors.map(\.id) == ids)
        }
    }

    @Test func anUnknownDirectionIsAnErrorUnderKeras3() throws {
        let text = try Notebook.changed("semantics: keras-2.2.4", "semantics: keras-3").replacing(
            "val_acc,", with: "val_accuracy,"
        )
        .replacing("metric: acc,", with: "metric: accuracy,").replacing(
            "EarlyStopping: {monitor: val_loss,", with: "EarlyStopping: {monitor: learning_rate,")
        let resolving = try Resolving(text, probe: Notebook.probe)
        #expect(resolving.errors.map(\.id) == ["unknown-direction"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["learning_rate"])
    }
}
