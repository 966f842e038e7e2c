import Testing

@testable import Experiment

/// What people are told: the mistake, its remedy, and what would have been accepted.
struct MessageTests {
    private func only(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let decoded = try Decoded(text)
        #expect(decoded.diagnostics.count == 1, sourceLocation: sourceLocation)
        return decoded.diagnostics.flatMap { [$0.message] + $0.help }
    }

    @Test func aKeyThatBelongsElsewhere() throws {
        #expect(
            try only("steps: [{compile: {model: a, loss: BinaryCrossentropy, optimizer: adam, epochs: 3}}]") == [
                "`compile` has no `epochs`", "`epochs` belongs to `train`, `LearningRateScheduler`",
                "accepted: model, loss, optimizer, learning_rates, metrics, id",
            ])
    }

    @Test func aMisspeltKey() throws {
        #expect(
            try only("claims: [{step: a, metrics: acc, metric: acc, value: 1}]") == [
                "a claim has no `metrics`", "did you mean `metric`?", "`metrics` belongs to `compile`",
                "accepted: step, metric, value, interval",
            ])
    }

    @Test func anUnknownKind() throws {
        #expect(
            try only("callbacks: {a: [EarlyStoping]}") == [
                "there is no callback `EarlyStoping`", "did you mean `EarlyStopping`?",
                "accepted: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, LearningRateScheduler, TerminateOnNaN, CSVLogger, "
                    + "BackupAndRestore",
            ])
        #expect(
            try only("callbacks: {a: [{Adam: 0.1}]}") == [
                "there is no callback `Adam`", "`Adam` is an optimizer",
                "accepted: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, LearningRateScheduler, TerminateOnNaN, CSVLogger, "
                    + "BackupAndRestore",
            ])
    }

    @Test func anUnknownEra() throws {
        #expect(
            try only("semantics: tf-keras") == [
                "there is no era `tf-keras`", "accepted: keras-2.2.4, keras-2.3, tf.keras-2.15, keras-3",
            ])
    }

    @Test func wordsThatAreNoBooleans() throws {
        let text = "datasets: {a: {folder: f, shuffle: no}}"
        #expect(try only(text) == ["`shuffle` needs `true` or `false`, not `no`", "write `false`"])
    }

    @Test func quotedNumbers() throws {
        #expect(
            try only("seed: \"8\"") == [
                "`seed` needs a whole number from 0 to 4294967295, not the text \"8\"",
                "quotes make it text; write 8 without them",
            ])
    }

    @Test func numbersOutOfRange() throws {
        let text = "models: {m: {input: [8, 8, 3], layers: [{Dropout: 150%}]}}"
        #expect(try only(text) == ["`rate` needs a number from 0 to below 1, and here it is `150%`"])
    }

    @Test func missingKeys() throws {
        #expect(
            try only("steps: [{build: {as: b}}]") == [
                "`build` needs `model`", "`model`: The name of an architecture under `models`.",
            ])
    }

    @Test func formerNames() throws {
        let text = "steps: [{compile: {model: a, loss: BinaryCrossentropy, optimizer: {Adam: {lr: 0.1}}}}]"
        #expect(try only(text).prefix(2) == ["`Adam` has no `lr`", "it is called `learning_rate`"])
    }

    /// What someone writes who comes from Python.
    @Test(arguments: [
        ("models: {m: {input: [8, 8, 3], layers: [Flatten(1)]}}", "arguments are not in parentheses: write `Flatten`"),
        (
            "models:\n  m:\n    input: [8, 8, 3]\n    layers: [\"Activation('relu')\"]",
            "arguments are not in parentheses: write `Activation: …`"
        ),
        ("models: {m: {input: [8, 8, 3], layers: [{Dense: {units=3}}]}}", "write `units: 3`"),
        (
            "models: {m: {input: [8, 8, 3], layers: [{MaxPooling2D: {pool_size: (2, 2)}}]}}",
            "a tuple is a list here, in brackets: [3, 3]"
        ),
        (
            "models: {m: {input: [8, 8, 3], layers: [{Dense: {units: 1,000}}]}}",
            "within braces a comma begins the next key: write 1000 for 1,000, and 0.5 for 0,5"
        ),
        ("seed: 1,000", "write 1000"), ("seed: 1_000", "write 1000"), ("seed: $seed", "write `${seed}`"),
        ("models: {m: {input: [8, 8, 3], layers: [{Dropout: \"0,5\"}]}}", "write 0.5"),
        ("steps: [{fit: {model: a, data: b}}]", "it is called `train`"),
        ("models: {m: {input: [8, 8, 3], layers: [keras.layers.Flatten]}}", "it is called `Flatten`"),
        ("datasets: {a: {folder: f, target_size: [8, 8]}}", "it is called `image_size`"),
        ("models: {m: {input_shape: [8, 8, 3], layers: [Flatten]}}", "it is called `input`"),
    ])
    func pythonsWays(_ text: String, _ help: String) throws {
        #expect(try only(text).dropFirst().first == help)
    }

    /// One slip, one message: the reading goes on with what was meant.
    @Test(arguments: [
        "steps: [{train: {model: a, data: b, epoch: 3, epochs: 4}}]", "claims: [{stp: a, metric: acc, value: 1}]",
        "models: {m: {input: [8, 8, 3], layers: [{Dens: {units: 3}}]}}", "datasets: {a: {floder: f}}",
        "models: {m: {input: [8, 8, 3], layers: [Desne]}}", "stepps: [{train: {model: a, data: b}}]",
    ])
    func oneSlipOneMessage(_ text: String) throws {
        _ = try only(text)
    }

    @Test func whatWasMeantIsRead() throws {
        let file = try #require(try Decoded("stepps: [{fit: {model: a, data: b, epoch: 3}}]").file)
        #expect(file.steps.map(\.kind) == ["train"])
        #expect((file.steps.first?.value as? TrainArguments)?.epochs == 3)
        #expect(file.steps.first?.isComplete == true)
    }

    @Test func aWrongParameterIsSaidOnce() throws {
        let text = "parameters: {n: x}\nmodels: {m: {input: [\"${n}\", \"${n}\", 3], layers: [{Dense: \"${n}\"}]}}"
        let decoded = try Decoded(text)
        #expect(decoded.diagnostics.filter { $0.id == "wrong-type" && decoded.underlined($0) == "x" }.count == 1)
    }

    @Test(arguments: ["null", "[Flatten]"]) func anItemIsCalledByItsList(_ item: String) throws {
        let text = "models: {m: {input: [8, 8, 3], layers: [{MaxPooling2D: 2}, \(item)]}}"
        #expect(try only(text).first?.hasPrefix("`layers` needs a layer, not ") == true)
        #expect(
            try only("callbacks: {a: [{EarlyStopping: {patience: 1}}, \(item)]}").first?.hasPrefix("`a` needs a callback") == true
        )
    }

    @Test func parametersThatNothingUses() throws {
        let file = try Decoded("parameters: {a: 1, b: \"${c}\", c: 2, d: 3}\nseed: \"${b}\"").whole()
        #expect(file.unusedParameters.map(\.wrappedValue) == ["a", "d"])
    }

    @Test func aKeyThatIsNotIndented() throws {
        #expect(
            try only("models:\nnet: {input: [8, 8, 3], layers: [Flatten]}").contains("if it belongs to `models` above, indent it")
        )
    }

    @Test func numbersThatFloatsCannotHold() throws {
        #expect(
            try only("models: {m: {input: [8, 8, 3], layers: [{BatchNormalization: {epsilon: 1e39}}]}}").first
                == "`epsilon` needs a number that single precision can hold, at most 3.4e38, and here it is `1e39`")
    }

    @Test func argumentsBesideTheKind() throws {
        let text = "models:\n  m:\n    input: [8, 8, 3]\n    layers:\n      - Dense:\n        units: 3"
        #expect(
            try only(text) == [
                "a layer is one name with its arguments, and here are 2 keys side by side",
                "write {Dense: {…}}, or indent the arguments below the name",
            ])
    }

    @Test func laterVersionsAreNotJudged() throws {
        #expect(
            try only("assay: 3\nnew_section: 1") == [
                "this is version 3 of the language, and the highest supported is 1", "use a newer assay",
            ])
    }

    @Test func aDocumentThatIsNoMapping() throws {
        let (file, diagnostics) = ExperimentDecoder.decode(
            .init(.sequence([]), at: .init(file: "e.yaml", line: 1, column: 1)), environment: [:]
        ) { _ in "/" }
        #expect(file == nil)
        #expect(diagnostics.map(\.id) == ["wrong-type"])
    }
}
