import Network
import Plan
import Planning
import Testing

/// Unfreezing, thawing and drawing anew: what selectors mean, when, and what cannot be meant.
@Suite struct ThawTests {
    private func resolving(_ steps: String, semantics: String = "keras-3", dataset: String = "") throws -> Resolving {
        try Resolving(
            """
            assay: 1
            name: t
            semantics: \(semantics)
            datasets:
              d: {folder: /d, image_size: [8, 8], batch_size: 4\(dataset)}
            models:
              m:
                input: [8, 8, 3]
                layers:
                  - Conv2D: {name: a, filters: 4, kernel_size: 3}
                  - BatchNormalization: {name: norm}
                  - Conv2D: {name: b, filters: 4, kernel_size: 3}
                  - Flatten
                  - Dense: {name: head, units: 2, activation: softmax}
            steps:
              - build: {model: m}
            \(steps)

            """, probe: FakeProbe(counts: ["d": [30, 10]]))
    }

    private let compile = "  - compile: {model: m, loss: categorical_crossentropy, optimizer: adam, metrics: [accuracy]}\n"
    private func frozen(_ plan: Plan) -> [[String]] { plan.steps.compactMap { ($0.action.kind as? CompileStep)?.frozen } }

    @Test func unfreezeTakesEffectAtTheNextCompile() throws {
        let found = try resolving(
            "  - freeze: {model: m, layers: [a, norm, b]}\n" + compile + "  - train: {model: m, data: d}\n"
                + "  - unfreeze: {model: m, layers: \"b*\"}\n" + compile + "  - train: {model: m, data: d}\n")
        let plan = try found.plan()
        #expect(frozen(plan) == [["a", "norm", "b"], ["a", "norm"]])
        #expect(found.ids.filter { $0.contains("freeze") || $0.contains("thaw") } == [])
        #expect(PlanText(plan).render().contains("unfreeze b* (1 layers): b"))
    }

    @Test func unfreezeWithoutCompile() throws {
        let found = try resolving(
            "  - freeze: {model: m, layers: a}\n" + compile + "  - unfreeze: {model: m, layers: a}\n"
                + "  - train: {model: m, data: d}\n")
        let warning = try #require(found.diagnostics.first { $0.id == "freeze-without-compile" })
        #expect(found.underlined(warning) == "unfreeze" && warning.message.hasPrefix("this unfreeze has no effect"))
    }

    @Test func nothingToThaw() throws {
        let found = try resolving(compile + "  - unfreeze: {model: m, layers: b}\n" + compile)
        #expect(found.ids.contains("nothing-to-thaw"))
        let late = try resolving(compile + "  - train: {model: m, data: d, epochs: 3, thaw: [{epoch: 2, layers: b}]}\n")
        #expect(late.ids.contains("nothing-to-thaw"))
    }

    @Test func thawsAreSortedAndLast() throws {
        let found = try resolving(
            "  - freeze: {model: m, layers: [a, norm, b]}\n" + compile
                + "  - train: {id: t1, model: m, data: d, epochs: 6, thaw: [{epoch: 5, layers: a}, {epoch: 3, layers: [b, head]}]}\n"
                + compile)
        let plan = try found.plan()
        let train = try #require(plan.step("t1")?.action.kind as? TrainStep)
        #expect(
            train.thaw == [
                Thaw(epoch: 3, selectors: ["b", "head"], layers: ["b", "head"]), Thaw(epoch: 5, selectors: ["a"], layers: ["a"]),
            ])
        #expect(frozen(plan) == [["a", "norm", "b"], ["norm"]])
        #expect(train.staysFrozen(of: ["a", "norm", "b"]) == ["norm"])
        let text = PlanText(plan).render()
        #expect(text.contains("t1 thaws in epoch 3 b head (2 layers): b, head"))
        #expect(text.contains("t1 thaws in epoch 5 a (1 layers): a"))
    }

    @Test func thawThatNeverComes() throws {
        let found = try resolving(
            "  - freeze: {model: m, layers: a}\n" + compile
                + "  - train: {model: m, data: d, epochs: 4, thaw: [{epoch: 5, layers: a}]}\n")
        let warning = try #require(found.diagnostics.first { $0.id == "thaw-never-comes" })
        #expect(warning.severity == .warning && found.underlined(warning) == "5")
    }

    @Test func selectorsThatFindNothing() throws {
        for step in [
            "unfreeze: {model: m, layers: zzz}", "reinitialize: {model: m, layers: zzz}",
            "train: {model: m, data: d, epochs: 9, thaw: [{epoch: 2, layers: zzz}]}",
        ] {
            let found = try resolving(compile + "  - " + step + "\n")
            #expect(found.errors.map { found.underlined($0) } == ["zzz"], "\(step)")
        }
    }

    /// Under Keras 3 a thawed normalization goes over to batches' statistics; under 2.2.4 it had them all along.
    @Test(arguments: [("keras-3", true), ("keras-2.2.4", false)]) func thawedNormalization(_ semantics: String, _ says: Bool)
        throws
    {
        let unfreeze = try resolving(
            "  - freeze: {model: m, layers: \"[:3]\"}\n" + compile + "  - unfreeze: {model: m, layers: \"[:3]\"}\n" + compile,
            semantics: semantics)
        #expect(unfreeze.ids.contains("thawed-normalization") == says)
        let thaw = try resolving(
            "  - freeze: {model: m, layers: \"[:3]\"}\n" + compile
                + "  - train: {model: m, data: d, epochs: 3, thaw: [{epoch: 2, layers: \"[:3]\"}]}\n", semantics: semantics)
        #expect(thaw.ids.contains("thawed-normalization") == says)
    }

    @Test func reinitialize() throws {
        let plan = try resolving("  - reinitialize: {model: m, layers: \"kind:Conv2D\"}\n" + compile).plan()
        #expect(
            plan.steps[1].action.kind as? ReinitializeStep
                == ReinitializeStep(model: "m", selectors: ["kind:Conv2D"], layers: ["a", "b"], seed: 0))
        let text = PlanText(plan).render()
        #expect(text.contains("reinitialize kind:Conv2D (2 layers): a, b"))
        #expect(try resolving("  - reinitialize: {model: m, layers: flatten}\n" + compile).ids.contains("nothing-to-draw"))
    }

    // MARK: Classes of unequal size

    /// scikit-learn's `compute_class_weight("balanced")` of 30 and 10: 40 / (2 x 30), 40 / (2 x 10).
    @Test func balancedClassWeights() throws {
        let train = compile + "  - train: {model: m, data: d}\n"
        let plan = try resolving(train, dataset: ", class_weight: balanced").plan()
        #expect(plan.dataset("d")?.classWeight == [40.0 / 60, 2])
        let text = PlanText(plan).render()
        #expect(text.contains("d: in the training loss a class weighs NORMAL 0.666667, PNEUMONIA 2"), "\(text)")
        let table = try resolving(train, dataset: ", class_weight: {PNEUMONIA: 3}").plan()
        #expect(table.dataset("d")?.classWeight == [1, 3])
    }

    @Test func balancedSampling() throws {
        let train = compile + "  - train: {model: m, data: d}\n"
        let plan = try resolving(train, dataset: ", sampling: balanced").plan()
        #expect(plan.dataset("d")?.sampling == .balanced)
        #expect(PlanText(plan).render().contains("d: in a training each class comes equally often"))
        for (more, id) in [
            ("shuffle: false", "conflicting-keys"), ("rng: numpy-legacy", "conflicting-keys"),
            ("class_weight: balanced", "weighted-twice"),
        ] {
            #expect(try resolving(train, dataset: ", sampling: balanced, \(more)").ids.contains(id))
        }
    }

    // MARK: Callbacks

    @Test(
        arguments: [
            ("BackupAndRestore", "always-done"), ("{BackupAndRestore: {save_freq: 5}}", nil),
            ("{LearningRateScheduler: {epochs: {1: 1e-3, 9: 1e-4}}}", "rate-never-comes"),
            ("{LearningRateScheduler: {epochs: {2: 1e-3}}}, {ReduceLROnPlateau: {monitor: loss}}", "two-rates"),
            ("{CSVLogger: t.csv}", nil), ("TerminateOnNaN", nil),
        ] as [(String, String?)]) func lintsOfCallbacks(_ callbacks: String, _ id: String?) throws
    {
        let found = try resolving(compile + "  - train: {model: m, data: d, epochs: 4, callbacks: [\(callbacks)]}\n")
        _ = try found.plan()
        #expect(found.ids.filter { ["always-done", "rate-never-comes", "two-rates"].contains($0) } == (id.map { [$0] } ?? []))
    }

    @Test func filesThatAreWrittenOver() throws {
        func ids(_ second: String) throws -> [String] {
            try resolving(
                compile + "  - train: {id: t1, model: m, data: d, callbacks: [{CSVLogger: t.csv}]}\n"
                    + "  - train: {id: t2, model: m, data: d, callbacks: [{CSVLogger: \(second)}]}\n"
            ).ids.filter { $0 == "written-over" }
        }
        #expect(try ids("t.csv") == ["written-over"])
        #expect(try ids("{filename: t.csv, append: true}") == [])
        #expect(try ids("u.csv") == [])
    }
}
