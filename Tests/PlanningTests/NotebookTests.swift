import Diagnostics
import Foundation
import Network
import Plan
import Planning
import TestSupport
import Testing

/// The published notebook, from text to plan.
@Suite struct NotebookTests {
    private func plan() throws -> Plan { try Resolving(Notebook.text, probe: Notebook.probe).plan() }

    @Test func theNetworkIsKeras() throws {
        struct Golden: Decodable {
            struct Layer: Decodable {
                var name: String
                var output: [Int]
                var count: Int
            }
            struct Model: Decodable {
                var layers: [Layer]
                var total: Int
                var memory: String
                var frozen: [String]
                var trainable_when_frozen: Int
            }
            var models: [String: Model]
        }
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Fixtures.url("network/keras_shapes.json")))
        let expected = try #require(golden.models["notebook"])
        let plan = try plan()
        #expect(plan.models.map(\.name) == ["model_1", "model_2"])
        let network = plan.models[1].network
        #expect(network.layers.map(\.name) == expected.layers.map(\.name))
        #expect(network.layers.map(\.output.extents) == expected.layers.map(\.output))
        #expect(network.layers.map(\.parameterCount) == expected.layers.map(\.count))
        #expect(network.parameterCount == expected.total)

        let compiles = plan.steps.compactMap { $0.action.kind as? CompileStep }
        #expect(compiles.map(\.frozen) == [[], expected.frozen])
        #expect(network.trainableCount(frozen: Set(compiles[1].frozen)) == expected.trainable_when_frozen)

        let text = PlanText(plan, width: 120, style: .ascii).render()
        #expect(text.contains("Total params: \(ReadableNumber.grouped(expected.total)) (\(expected.memory))"))
        #expect(text.contains("\nTrainable params: \(ReadableNumber.grouped(expected.trainable_when_frozen)) ("))
    }

    @Test func stepsHaveIDsAndResolvedArguments() throws {
        let plan = try plan()
        #expect(
            plan.steps.map(\.id) == [
                "preview", "build", "compile", "training_1", "evaluation_1", "build_2", "load_weights", "freeze", "compile_2",
                "training_2", "evaluation_2",
            ])
        let training = try #require(plan.step("training_1")?.action.kind as? TrainStep)
        #expect(training.stepsPerEpoch == 100 && training.epochs == 25 && training.validationSteps == 7)
        #expect(training.callbacks.map(\.name) == ["ModelCheckpoint", "ReduceLROnPlateau", "EarlyStopping"])
        let stopping = try #require(training.callbacks[2].kind as? EarlyStopping)
        #expect(stopping == EarlyStopping(minDelta: 1e-10, patience: 15, mode: .min, restoreBestWeights: true))
        let compile = try #require(plan.step("compile")?.action.kind as? CompileStep)
        #expect(compile.metrics.map(\.name) == ["acc"])
        #expect(compile.metrics[0].metric.kind is BinaryAccuracy)
        let load = try #require(plan.step("load_weights")?.action.kind as? LoadWeightsStep)
        #expect(load.from == .training(step: "training_1", which: .best))
        #expect(plan.claims.map(\.step) == ["evaluation_1", "evaluation_2"])
        #expect(plan.claims.map(\.metric) == ["acc", "acc"])
        #expect(
            plan.claims.map(\.value) == [0.7825, 0.7348].map { PublishedValue($0, decimals: 4, isPercentage: true) })
        #expect(plan.claims.map(\.interval) == [0.95, 0.95])
        #expect(plan.claims.map { $0.attainability?.text } == ["no", "917/1248"])
    }

    @Test func dataSetsHaveCountsAndTheExperimentsSeed() throws {
        let plan = try plan()
        #expect(plan.dataset("train_1")?.counts == [1341, 3875])
        #expect(plan.dataset("train_1")?.batches == 326)
        #expect(plan.dataset("train_2")?.batches == 1)
        #expect(plan.datasets.allSatisfy { $0.seed == 42 && $0.classes == ["NORMAL", "PNEUMONIA"] })
        #expect(plan.dataset("test_2")?.augmentation.map(\.name) == ["ImageDataGenerator"])
    }

    /// What an era does that a careful reader would want to know, and nothing worse.
    @Test func lintsAreThese() throws {
        let resolving = try Resolving(Notebook.text, probe: Notebook.probe)
        #expect(resolving.diagnostics.allSatisfy { $0.severity == .lint })
        let expected: [(String, String)] = [
            ("no-visible-effect", "0.2"), ("no-visible-effect", "0.9"), ("two-bests", "val_loss"),
            ("element-wise-accuracy", "accuracy"),
            ("validation-is-test", "test_1"), ("rolling-validation", "7"), ("frozen-normalization", "freeze"),
            ("element-wise-accuracy", "accuracy"), ("validation-is-test", "test_2"), ("random-evaluation", "test_2"),
            ("repeated-data", "90"), ("rolling-validation", "7"), ("random-evaluation", "test_2"),
            ("unattainable-claim", "78.25%"),
        ]
        let found = resolving.diagnostics.map { ($0.id, resolving.underlined($0)) }
        #expect(found.map { "\($0.0) \($0.1)" }.sorted() == expected.map { "\($0.0) \($0.1)" }.sorted())
        let repeated = try #require(resolving.diagnostics.first { $0.id == "repeated-data" })
        #expect(repeated.message == "`train_2` has 1 batch, and an epoch of `training_2` takes 90: each image comes 90 times")
    }

    @Test func withoutAProbeCountsAreUnsaid() throws {
        let plan = try Resolving(Notebook.text).plan()
        #expect(plan.datasets.allSatisfy { $0.counts == nil && $0.classes == [] })
        #expect(plan.claims.allSatisfy { $0.attainability == nil })
    }

    @Test func theErasDiffer() throws {
        let text = try Notebook.changed("semantics: keras-2.2.4", "semantics: keras-3").replacing(
            "val_acc,", with: "val_accuracy,"
        )
        .replacing("metric: acc,", with: "metric: accuracy,")
        let resolving = try Resolving(text, probe: Notebook.probe)
        let plan = try resolving.plan()
        let compile = try #require(plan.step("compile")?.action.kind as? CompileStep)
        #expect(compile.metrics.map(\.name) == ["accuracy"])
        #expect(compile.metrics[0].metric.kind is CategoricalAccuracy)
        let short = resolving.diagnostics.filter { $0.id == "short-epoch" }
        #expect(short.map { resolving.underlined($0) } == ["100", "90"])
        #expect(short[0].message.contains("one epoch of `training_1` in 4 ends after 26 of its 100 steps"))
        #expect(short[1].message.contains("each epoch of `training_2` ends after 1 of its 90 steps"))
        // By the largest output neither figure is a count of 624 images.
        #expect(plan.claims.map { $0.attainability?.text } == ["no", "no"])
        #expect(!resolving.ids.contains("element-wise-accuracy") && !resolving.ids.contains("frozen-normalization"))
    }

    @Test func provenanceKnowsWhoSetWhat() throws {
        let resolving = try Resolving(Notebook.text)
        let provenance = resolving.resolution.provenance
        let lines = Notebook.text.split(separator: "\n", omittingEmptySubsequences: false)
        func written(_ path: String) throws -> Substring {
            let position = try #require(provenance[path], "\(path)")
            return lines[position.line - 1].dropFirst(position.column - 1)
        }
        #expect(try written("seed") == "42")
        #expect(try written("steps.training_1.epochs").hasPrefix("25,"))
        #expect(try written("datasets.train_2.folder").hasPrefix("/d/val"))
        // Merged from the anchor.
        #expect(try written("datasets.train_2.batch_size").hasPrefix("16, augmentation: clean}"))
        #expect(try written("callbacks.watchful[2].patience").hasPrefix("15,"))
        #expect(try written("models.xray_cnn.layers[0].kernel_size") == "3}")
        #expect(provenance["datasets.train_2.interpolation"] == nil)
    }
}
