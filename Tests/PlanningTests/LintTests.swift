import Plan
import Planning
import Testing

/// Remarks beyond those of the notebook itself.
@Suite struct LintTests {
    private func found(_ old: String, _ new: String, _ id: String) throws -> [String] {
        let resolving = try Resolving(Notebook.changed(old, new), probe: Notebook.probe)
        _ = try resolving.plan()
        return resolving.diagnostics.filter { $0.id == id }.map { resolving.underlined($0) }
    }

    @Test func softmaxWithBinaryCrossentropy() throws {
        #expect(try found("activation: sigmoid", "activation: softmax", "unusual-loss").count == 2)
        #expect(try found("activation: sigmoid", "activation: sigmoid", "unusual-loss") == [])
    }

    @Test func probabilitiesFromALinearLayerAreAWarning() throws {
        let resolving = try Resolving(Notebook.changed("{units: 2, activation: sigmoid}", "{units: 2}"), probe: Notebook.probe)
        #expect(resolving.diagnostics.filter { $0.severity == .warning }.map(\.id) == ["unusual-loss", "unusual-loss"])
    }

    @Test func parametersThatNothingUses() throws {
        #expect(try found("seed: 42\n", "seed: 42\nparameters: {batch: 8}\n", "unused") == ["batch"])
        #expect(try found("seed: 42\n", "seed: \"${s}\"\nparameters: {s: 8}\n", "unused") == [])
    }

    @Test func patienceBeyondTheEpochs() throws {
        #expect(try found("patience: 15", "patience: 25", "never-stops") == ["25"])
    }

    @Test func evaluationOfMoreThanThereIs() throws {
        #expect(
            try found(
                "{id: evaluation_1, model: model_1, data: test_1}",
                "{id: evaluation_1, model: model_1, data: test_1, steps: 100}", "more-steps-than-data") == ["100"])
    }

    /// What an epoch of 90 steps on one batch means under each rule, as a lint each time and never an error.
    @Test(arguments: [("wrap", "repeated-data"), ("restart", "data-runs-out"), ("truncate", "short-epoch")])
    func epochsBeyondTheData(_ rule: String, _ id: String) throws {
        let resolving = try Resolving(
            Notebook.changed("semantics: keras-2.2.4", "semantics: {keras-2.2.4: {epoch_end: \(rule)}}"), probe: Notebook.probe)
        let plan = try resolving.plan()
        let found = resolving.diagnostics.filter { $0.id == id && $0.message.contains("training_2") }
        #expect(found.map(\.severity) == [.lint])
        #expect(Set(resolving.ids).isDisjoint(with: Set(["repeated-data", "data-runs-out", "short-epoch"]).subtracting([id])))
        #expect(PlanText(plan).render().contains("= at most") == (rule != "wrap"))
    }

    @Test func brightnessAfterRescaling() throws {
        #expect(
            try found(
                "    - rescale: 1/255\n", "    - rescale: 1/255\n    - RandomBrightness: {factor: 0.2}\n", "rescaled-before") == [
                    "RandomBrightness"
                ])
        #expect(
            try found(
                "    - rescale: 1/255\n", "    - RandomBrightness: {factor: 0.2}\n    - rescale: 1/255\n", "rescaled-before")
                == [])
    }

    @Test func callbacksThatNothingUses() throws {
        #expect(try found("callbacks:\n  watchful:", "callbacks:\n  spare: [EarlyStopping]\n  watchful:", "unused") == ["spare"])
    }

    @Test func oneSourceUnderTwoNamesIsStillTheTestSet() throws {
        #expect(try found("validation_data: test_2", "validation_data: test_2", "validation-is-test") == ["test_1", "test_2"])
    }
}
