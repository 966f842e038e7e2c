import Experiment
import Plan
import Planning
import Testing

/// An experiment file that stands alone computes what the composed one did: `best.yaml` of a sweep.
@Suite struct StandalonePlanTests {
    private func identity(_ composition: Composition, seed: Int? = nil, environment: [String: String] = [:]) throws -> String {
        let document = try #require(composition.document)
        let (file, diagnostics) = ExperimentDecoder.decode(document, environment: environment)
        #expect(composition.diagnostics.isEmpty && diagnostics.isEmpty, "\(composition.diagnostics + diagnostics)")
        var experiment = try #require(file)
        if let seed { experiment.seed = seed }
        let resolution = Planner.resolve(experiment, probe: Notebook.probe)
        let (plan, errors) = (resolution.plan, resolution.diagnostics.filter { $0.severity == .error })
        return String(decoding: try #require(plan, "\(errors)").identity(), as: UTF8.self)
    }

    private func compose(_ files: [String: String], _ settings: [String] = []) -> Composition {
        struct Missing: Error {}
        return Composer(workingDirectory: "/x") { path in
            guard let text = files.first(where: { path.hasSuffix("/" + $0.key) })?.value else { throw Missing() }
            return Array(text.utf8)
        }.compose(file: "e.yaml", settings: settings)
    }

    /// Paths into steps, callbacks and layers, whole mappings in place of a name, a parameter.
    private static let settings = [
        ["steps.training_1.epochs=3"], ["callbacks.watchful[0].monitor=val_loss"],
        ["steps.compile.optimizer={SGD: {momentum: 0.9}}"],
        ["datasets.train_1.batch_size=12", "datasets.test_1={folder: /e/test, image_size: [150, 150], batch_size: 4}"],
        ["models.xray_cnn.layers[3]={Dropout: 0.5}"], ["steps.freeze.layers=\"[:-3]\""],
        ["augmentations.clean=[{rescale: 1/127.5}]"],
        ["steps.training_2.callbacks=[{EarlyStopping: {monitor: val_loss, patience: 2}}]", ".seed=5"],
        ["semantics={keras-2.2.4: {frozen_batch_normalization: moving_statistics}}"].map { "." + $0 },
    ]

    @Test(arguments: settings.indices) func theNotebook(_ index: Int) throws {
        let settings = Self.settings[index].map { $0.replacing("steps.compile.", with: "steps[2].") }
        let composition = compose(["e.yaml": Notebook.text], settings)
        let text = try #require(composition.document).standalone(seed: 11, environment: [:])
        #expect(try identity(compose(["e.yaml": text])) == identity(composition, seed: 11), "\(text)")
        #expect(try identity(compose(["e.yaml": text])) != identity(compose(["e.yaml": Notebook.text])))
    }

    /// Other files, blocks, references within references, the environment.
    @Test func everyWayOfWriting() throws {
        let files = [
            "base.yaml": """
            parameters: {width: 8, rate: "${env:RATE:-1e-3}", act: "${kind}", kind: relu}
            blocks:
              conv: {parameters: {filters: required, stride: 1}, layers: [{Conv2D: {filters: "${filters}", kernel_size: 3, strides: "${stride}"}}, {Activation: "${act}"}]}
            datasets:
              d: &d {synthetic: {radiographs: {count: 40, seed: 9}}, image_size: [32, 32], batch_size: 8}
              v: {<<: *d, shuffle: false}
            steps:
              - build: {model: m}
              - compile: {model: m, loss: sparse_categorical_crossentropy, optimizer: {Adam: {learning_rate: "${rate}"}}, metrics: [accuracy]}
              - train: {id: t, model: m, data: d, epochs: 2, validation_data: v}
            """,
            "e.yaml": """
            extends: base.yaml
            assay: 1
            name: e
            models:
              m:
                input: [32, 32, 3]
                layers:
                  - repeat: {over: {f: ["${width}", 16]}, layers: [{conv: {filters: "${f}"}}, {MaxPooling2D: 2}]}
                  - conv: {filters: "${width}", stride: 2}
                  - GlobalAveragePooling2D
                  - Dense: {units: 2, activation: softmax}
            steps: {t: {epochs: 4}}
            steps+: [{evaluate: {id: final, model: m, data: v}}]
            """,
        ]
        for (settings, environment) in [
            ([], [:]), (["width=12", "kind=elu"], ["RATE": "3e-4"]), (["rate=0.01"], ["RATE": "3e-4"]),
            (["blocks.conv.layers[1]={Activation: tanh}"], [:]),
        ] as [([String], [String: String])] {
            let composition = compose(files, settings)
            let text = try #require(composition.document).standalone(environment: environment)
            // The environment is in it already.
            #expect(
                try identity(compose(["e.yaml": text]), environment: ["RATE": "0.5"])
                    == identity(composition, environment: environment), "\(text)")
        }
    }
}
