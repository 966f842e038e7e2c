import Network
import Plan
import Testing

@testable import Planning

@Suite struct CallbackModeTests {
    /// Keras 2.2.4 goes by `acc` in the name; Keras 3 by the metric's direction, and refuses what has none.
    @Test func automaticModes() {
        #expect(Resolver.automaticMode("val_acc", .keras224) == .max)
        #expect(Resolver.automaticMode("val_loss", .keras224) == .min)
        #expect(Resolver.automaticMode("lr", .keras224) == .min)
        #expect(Resolver.automaticMode("val_accuracy", .keras3) == .max)
        #expect(Resolver.automaticMode("loss", .keras3) == .min)
        #expect(Resolver.automaticMode("learning_rate", .keras3) == nil)
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
