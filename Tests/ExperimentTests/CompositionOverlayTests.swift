import Diagnostics
import Experiment
import TestSupport
import Testing
import YAMLSyntax

@Suite struct CompositionOverlayTests {
    @Test(arguments: [
        // Mappings merge at every depth; everything else is replaced.
        ("a: {b: {c: 1, d: 2}}", "a: {b: {d: 3, e: 4}}", "{a: {b: {c: 1, d: 3, e: 4}}}"),
        ("a: [1, 2, 3]", "a: [4]", "{a: [4]}"),
        ("a: {b: 1}", "a: text", "{a: text}"),
        ("a: text", "a: {b: 1}", "{a: {b: 1}}"),
        ("claims: [{step: a}]", "claims: []", "{claims: []}"),
        ("a: 1\nb: 2", "c: 3\na: 4", "{a: 4, b: 2, c: 3}"),
        ("a: {b: 1}", "a: {}", "{a: {b: 1}}"),
        // A kind is replaced whole by another one, and merges with itself.
        ("s: {o: {Adam: {learning_rate: 1, clipnorm: 2}}}", "s: {o: {SGD: {momentum: 3}}}", "{s: {o: {SGD: {momentum: 3}}}}"),
        (
            "s: {o: {Adam: {learning_rate: 1, clipnorm: 2}}}", "s: {o: {Adam: {learning_rate: 3}}}",
            "{s: {o: {Adam: {learning_rate: 3, clipnorm: 2}}}}"
        ),
        ("s: {o: {Adam: 1e-4}}", "s: {o: {Adam: {clipnorm: 1}}}", "{s: {o: {Adam: {clipnorm: 1}}}}"),
        ("s: {o: adam}", "s: {o: {SGD: 1}}", "{s: {o: {SGD: 1}}}"),
        ("s: {o: {SGD: 1}}", "s: {o: adam}", "{s: {o: adam}}"),
        // Names that people chose may begin with a capital letter.
        ("models: {ResNet: {input: 1}}", "models: {VGG: {input: 2}}", "{models: {ResNet: {input: 1}, VGG: {input: 2}}}"),
        (
            "d: {t: {class_weight: {NORMAL: 1}}}", "d: {t: {class_weight: {PNEUMONIA: 3}}}",
            "{d: {t: {class_weight: {NORMAL: 1, PNEUMONIA: 3}}}}"
        ),
        ("blocks: {b: {parameters: {F: 1}}}", "blocks: {b: {parameters: {G: 1}}}", "{blocks: {b: {parameters: {F: 1, G: 1}}}}"),
        // Kinds that do not begin with one.
        ("semantics: {keras-3: {x: 1}}", "semantics: {keras-2.2.4: {y: 2}}", "{semantics: {keras-2.2.4: {y: 2}}}"),
        ("semantics: {keras-3: {x: 1}}", "semantics: {keras-3: {y: 2}}", "{semantics: {keras-3: {x: 1, y: 2}}}"),
        (
            "sweep: {parameters: {Rate: {log_uniform: [1, 2]}}}", "sweep: {parameters: {Rate: {uniform: [0, 1]}}}",
            "{sweep: {parameters: {Rate: {uniform: [0, 1]}}}}"
        ),
        ("sweep: {parameters: {A: [1]}}", "sweep: {parameters: {B: [2]}}", "{sweep: {parameters: {A: [1], B: [2]}}}"),
        ("sweep: {objective: {step: a}}", "sweep: {objective: {metric: b}}", "{sweep: {objective: {step: a, metric: b}}}"),
        // The source of a data set.
        (
            "datasets: {t: {folder: x, batch_size: 8}}", "datasets: {t: {synthetic: {radiographs: {count: 4}}}}",
            "{datasets: {t: {batch_size: 8, synthetic: {radiographs: {count: 4}}}}}"
        ),
        (
            "datasets: {t: {csv: x, root: r, split: s, limit: 1}}", "datasets: {t: {folder: y}}",
            "{datasets: {t: {limit: 1, folder: y}}}"
        ),
        ("datasets: {t: {csv: x, root: r}}", "datasets: {t: {csv: y}}", "{datasets: {t: {csv: y, root: r}}}"),
        ("datasets: {t: {folder: x}}", "datasets: {t: {batch_size: 8}}", "{datasets: {t: {folder: x, batch_size: 8}}}"),
        ("datasets: {folder: {folder: x}}", "datasets: {csv: {csv: y}}", "{datasets: {folder: {folder: x}, csv: {csv: y}}}"),
        // `extends` and `steps+` are never part of the root.
        ("extends: []\na: 1", "steps+: [build]", "{a: 1, steps: [build]}"),
    ])
    func overlay(base: String, over: String, shape: String) {
        let composition = compose(base: base, over: over)
        #expect(composition.diagnostics.isEmpty)
        #expect(composition.shape == shape)
    }

    private static let base = """
        steps:
          - build: {model: m, as: one}
          - train: {id: training_1, model: one, epochs: 25}
          - Flatten
          - build: {model: m, as: two}
          - train: {model: two, epochs: 20}
          - evaluate: {model: two}

        """

    @Test(arguments: [
        ("steps: {training_1: {epochs: 3}}", 1, "{train: {id: training_1, model: one, epochs: 3}}"),
        ("steps: {train_2: {epochs: 3}}", 4, "{train: {model: two, epochs: 3}}"),
        ("steps: {build: {as: x}}", 0, "{build: {model: m, as: x}}"),
        ("steps: {build_2: {as: x}}", 3, "{build: {model: m, as: x}}"),
        ("steps: {evaluate: {data: x}}", 5, "{evaluate: {model: two, data: x}}"),
        ("steps: {Flatten: {x: 1}}", 2, "{Flatten: {x: 1}}"),
        ("steps: {evaluate: two}", 5, "{evaluate: two}"),
        ("steps: {train_2: {id: b}, training_1: {id: train_2}}", 4, "{train: {model: two, epochs: 20, id: b}}"),
    ])
    func stepsChangeById(over: String, index: Int, shape: String) {
        let composition = compose(base: Self.base, over: over)
        #expect(composition.diagnostics.isEmpty)
        let items = composition.document?.root["steps"]?.items
        #expect(items?.count == 6)
        #expect(items?[index].shape == shape)
    }

    @Test func stepsAreReplacedAndAppended() {
        #expect(compose(base: "steps: [a]", over: "steps: [b]").shape == "{steps: [b]}")
        #expect(compose(base: "steps: [a]", over: "steps+: [b, c]").shape == "{steps: [a, b, c]}")
        #expect(compose(base: "steps: [a]", over: "steps+: [c]\nsteps: [b]").shape == "{steps: [b, c]}")
        #expect(
            compose(base: "steps: [{a: {x: 1}}]", over: "steps: {a: {x: 2}}\nsteps+: [b]").shape == "{steps: [{a: {x: 2}}, b]}")
        #expect(compose(base: "steps: [a]\nb: 1", over: "steps: [c]").shape == "{steps: [c], b: 1}")
        #expect(compose(base: "steps+: [a]", over: "steps+: [b]").shape == "{steps: [a, b]}")
    }

    @Test func anUnknownStepIsPointedAt() {
        let files = MemoryFiles([
            "main.yaml": "extends: base.yaml\nsteps:\n  1️⃣training_2: {epochs: 3}\n  evaluate: {x: 1}\n", "base.yaml": Self.base,
        ])
        let composition = files.compose()
        #expect(composition.diagnostics.map(\.message) == ["no step below has the id `training_2`"])
        #expect(composition.diagnostics.map(\.position) == [files.position("main.yaml", 1)])
        #expect(composition.diagnostics.map(\.length) == [10])
        #expect(
            composition.diagnostics.first?.help == [
                "did you mean `training_1`?", "steps: build, training_1, Flatten, build_2, train_2, evaluate",
            ])
        #expect(composition.document?.root["steps"]?.items?[5].shape == "{evaluate: {model: two, x: 1}}")
    }

    @Test func anAmbiguousKindIsPointedAt() {
        let base = "steps: [{train: {id: a}}, {train: {id: b}}]"
        let composition = compose(base: base, over: "steps: {train: {epochs: 3}}")
        #expect(composition.diagnostics.map(\.message) == ["several steps are a `train`"])
        #expect(composition.diagnostics.map(\.help) == [["name one by its id: a, b"]])
    }

    @Test func changesNeedSteps() {
        let files = MemoryFiles(["main.yaml": "1️⃣steps: {train: {epochs: 3}}", "text.yaml": "steps+: 1️⃣text"])
        let composition = files.compose()
        #expect(composition.diagnostics.map(\.id) == ["no-steps-to-change"])
        #expect(composition.diagnostics.map(\.position) == [files.position("main.yaml", 1)])
        #expect(composition.shape == "{}")
        let appended = files.compose("text.yaml")
        #expect(appended.diagnostics.map(\.id) == ["steps-to-append-not-a-list"])
        #expect(appended.diagnostics.map(\.position) == [files.position("text.yaml", 1)])
    }

    @Test func defaultIdsCountAllStepsOfAKind() {
        let steps = [("train", nil), ("train", "x"), ("build", nil), ("train", nil)] as [(kind: String, id: String?)]
        #expect(StepIdentifiers.assign(steps) == ["train", "x", "build", "train_3"])
    }
}
