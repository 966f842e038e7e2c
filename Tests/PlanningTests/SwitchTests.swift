import Foundation
import Network
import Plan
import Planning
import TestSupport
import Testing

/// Switches of the semantics that planning follows, each turned alone in a whole file.
@Suite struct SwitchTests {
    /// The names under which one file's accuracy and learning rate stand, switch by switch.
    @Test func namesFollowTheSwitches() throws {
        func names(_ switches: String) throws -> Set<String> {
            let text = try Notebook.changed("semantics: keras-2.2.4", "semantics: {keras-2.2.4: {\(switches)}}")
                .replacing("EarlyStopping: {monitor: val_loss,", with: "EarlyStopping: {monitor: nothing,")
            let help = try Resolving(text, probe: Notebook.probe).errors.first { $0.id == "unknown-monitor" }?.help.last
            let list = try #require(help?.split(separator: ": ").last).split(separator: ", ")
            return Set(list.map(String.init))
        }
        #expect(try names("history_names: short") == ["loss", "acc", "val_loss", "val_acc", "lr"])
        #expect(try names("history_names: as_written") == ["loss", "accuracy", "val_loss", "val_accuracy", "lr"])
        #expect(try names("learning_rate_name: learning_rate") == ["loss", "acc", "val_loss", "val_acc", "learning_rate"])
    }

    /// What `accuracy` counts, the switch alone.
    @Test func accuracyFollowsItsSwitch() throws {
        func kinds(_ rule: String) throws -> Set<String> {
            let text = try Notebook.changed("semantics: keras-2.2.4", "semantics: {keras-2.2.4: {accuracy_meaning: \(rule)}}")
            let compiles = try Resolving(text, probe: Notebook.probe).plan().steps.compactMap { $0.action.kind as? CompileStep }
            return Set(compiles.flatMap(\.metrics).map(\.metric.name))
        }
        #expect(try kinds("by_loss") == ["BinaryAccuracy"])
        #expect(try kinds("by_shape") == ["CategoricalAccuracy"])
    }

    /// The same without a file: what the rules of names give.
    @Test func namesByThemselves() {
        var semantics = Semantics(.keras3)
        semantics.learningRateName = .lr
        #expect(HistoryNames.all(metrics: ["accuracy"], validated: false, semantics: semantics) == ["loss", "accuracy", "lr"])
        semantics = Semantics(.keras224)
        semantics.learningRateName = .learningRate
        #expect(HistoryNames.learningRate(semantics) == "learning_rate")
    }

    /// What each era's own Keras calls `accuracy` and counts, for two sigmoids (`Tests/Fixtures/eras/make_rules.py`).
    @Test(arguments: Semantics.Profile.allCases) func accuraciesOfTheEras(_ profile: Semantics.Profile) throws {
        struct File: Decodable {
            struct Accuracies: Decodable {
                struct Case: Decodable {
                    var loss, word: String
                    var names: [String]
                    var value: Double
                }
                var cases: [Case]
            }
            var accuracies: Accuracies
        }
        let file = try JSONDecoder().decode(
            File.self, from: Data(contentsOf: Fixtures.url("eras/rules_\(profile.rawValue).json")))
        for entry in file.accuracies.cases {
            let text = try Notebook.changed("semantics: keras-2.2.4", "semantics: \(profile.rawValue)")
                .replacing("metrics: [accuracy]", with: "metrics: [\(entry.word)]")
                .replacing("loss: binary_crossentropy", with: "loss: \(entry.loss)")
                .replacing("EarlyStopping: {monitor: val_loss,", with: "EarlyStopping: {monitor: nothing,")
            let help = try Resolving(text, probe: Notebook.probe).errors.first { $0.id == "unknown-monitor" }?.help.last
            let names = try #require(help?.split(separator: ": ").last).split(separator: ", ").map(String.init)
            #expect(Set(names) == Set(entry.names))
            // Half of the outputs are on the right side, and three of the four largest are the right ones.
            let isElementWise = Semantics(profile).accuracyMeaning == .byLoss && entry.loss == "binary_crossentropy"
            #expect(entry.value == (isElementWise ? 0.5 : 0.75))
        }
        #expect(Semantics(profile).historyNames == (profile == .keras224 ? .short : .asWritten))
    }
}
