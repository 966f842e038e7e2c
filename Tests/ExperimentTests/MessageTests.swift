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
                "`compile` has no `epochs`", "`epochs` belongs to `train`", "accepted: model, loss, optimizer, metrics, id",
            ])
    }

    @Test func aMisspeltKey() throws {
        #expect(
            try only("claims: [{step: a, metrics: acc, metric: acc, value: 1}]") == [
                "a claim has no `metrics`", "did you mean `metric`?", "`metrics` belongs to `compile`",
                "accepted: step, metric, value",
            ])
    }

    @Test func anUnknownKind() throws {
        #expect(
            try only("callbacks: {a: [EarlyStoping]}") == [
                "there is no callback `EarlyStoping`", "did you mean `EarlyStopping`?",
                "accepted: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau",
            ])
        #expect(
            try only("callbacks: {a: [{Adam: 0.1}]}") == [
                "there is no callback `Adam`", "`Adam` is an optimizer",
                "accepted: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau",
            ])
    }

    @Test func anUnknownEra() throws {
        #expect(try only("semantics: tf-keras") == ["there is no era `tf-keras`", "accepted: keras-2.2.4, keras-3"])
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
