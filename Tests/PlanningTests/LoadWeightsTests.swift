import Diagnostics
import Network
import Plan
import Planning
import Testing
import Weights

/// `load_weights` before the first batch: which keys fit together, which names they mean, and whether what is there fits.
@Suite struct LoadWeightsTests {
    private static func text(_ arguments: String, from: String = "/w/base.safetensors") throws -> String {
        try Notebook.changed("{model: model_2, from: training_1.best}", "{model: model_2, from: \(from)\(arguments)}")
    }

    /// The network of the notebook, from its own plan.
    private static func network() throws -> NetworkDefinition {
        try #require(try Resolving(Notebook.text, probe: Notebook.probe).plan().model("model_2")).network
    }

    private func step(_ resolving: Resolving) throws -> LoadWeightsStep {
        try #require(try resolving.plan().step("load_weights")?.action.kind as? LoadWeightsStep)
    }

    @Test func defaults() throws {
        let step = try step(Resolving(Notebook.text, probe: Notebook.probe))
        #expect(step == LoadWeightsStep(model: "model_2", from: .training(step: "training_1", which: .best)))
        let resolution = try Resolving(Notebook.text, probe: nil).resolution
        #expect(resolution.loads["load_weights"]?.summary == "30 of 30 parameters loaded from training_1.best by order")
    }

    @Test(arguments: ["a.safetensors", "a.h5", "a.hdf5", "a.weights.h5", "a.keras"]) func everyFormatIsRead(_ name: String) throws
    {
        #expect(try Resolving(Self.text("", from: "/w/\(name)")).errors == [])
    }

    @Test(arguments: [("a.safetensors", true), ("a.h5", true), ("a.hdf5", true), ("a.weights.h5", true), ("a.keras", false)])
    func formatsThatAreWritten(_ name: String, _ isWritten: Bool) throws {
        let text = try Notebook.changed(
            "  - freeze: {model", "  - save_weights: {model: model_2, to: \(name)}\n  - freeze: {model")
        let resolving = try Resolving(text)
        #expect(resolving.errors.map(\.id) == (isWritten ? [] : ["unwritten-format"]))
        #expect(resolving.errors.map { resolving.underlined($0) } == (isWritten ? [] : [name]))
    }

    @Test func mappingsAreWorkedOut() throws {
        let mapping = ", mapping: {\"conv2d_1\": first, \"conv2d*\": \"features.*.x\", \"dense_?/kernel\": w}"
        let step = try step(Resolving(Self.text(mapping)))
        #expect(step.by == .name)
        #expect(
            step.mapping.map { "\($0.ours)=\($0.theirs)" } == [
                "conv2d_1=first", "conv2d=features..x", "conv2d_2=features._2.x", "conv2d_3=features._3.x",
                "dense_1/kernel=w", "dense_2/kernel=w",
            ])
    }

    @Test(arguments: [
        (", mapping: {convd: x}", "bad-mapping", "convd"),
        (", mapping: {\"conv*\": x}", "bad-mapping", "\"conv*\""),
        (", mapping: {dense/krnel: x}", "bad-mapping", "dense/krnel"),
        (", by: order, mapping: {dense: x}", "unusable-key", "order"),
        (", layers: flatten", "bad-selector", "flatten"),
        (", layers: \"[40]\"", "bad-selector", "\"[40]\""),
    ]) func mistakes(_ arguments: String, _ id: String, _ place: String) throws {
        let resolving = try Resolving(Self.text(arguments))
        #expect(resolving.errors.map(\.id) == [id])
        #expect(resolving.errors.map { resolving.underlined($0) } == [place])
        #expect(resolving.errors.allSatisfy { !$0.help.isEmpty })
    }

    @Test func mistakesAreSpelledOut() throws {
        let error = try #require(try Resolving(Self.text(", mapping: {dense/krnel: x}")).errors.first)
        #expect(error.message == "no parameter is called `dense/krnel`")
        #expect(error.help.first == "did you mean `dense/kernel`?")
    }

    @Test func theLayoutOfATrainingIsKnown() throws {
        let resolving = try Resolving(Self.text(", layout: torch", from: "training_1.last"))
        #expect(resolving.errors.map(\.id) == ["unusable-key"])
    }

    @Test func keysOfKerasAreExplained() throws {
        let resolving = try Resolving(decoding: Self.text(", by_name: true, skip_mismatch: true"))
        #expect(resolving.complaints.map(\.help).joined().contains("write `by: name`"))
        #expect(resolving.complaints.map(\.help).joined().contains("it is called `skip_mismatched`"))
    }

    /// The file is matched at planning, at the line, and everything that does not fit is said.
    @Test func theFileIsMatched() throws {
        var probe = Notebook.probe
        probe.weights = WeightsIndex(of: try Self.network())
        let good = try Resolving(Self.text(", layers: \"[:-5]\", skip_mismatched: true"), probe: probe)
        #expect(try step(good).layers?.count == 17)
        #expect(try step(good).skipMismatched)
        #expect(good.resolution.loads["load_weights"]?.count(.loaded) == 24)

        let text = try Self.text("").replacing("units: 64", with: "units: 32")
        let resolving = try Resolving(text, probe: probe)
        #expect(resolving.errors.map(\.id) == ["weights-mismatch"])
        #expect(resolving.errors.map { resolving.underlined($0) } == ["/w/base.safetensors"])
        #expect(resolving.errors[0].message == "3 parameters do not fit /w/base.safetensors")
        #expect(
            resolving.errors[0].help[2] == "dense_2/kernel has the shape (32, 2), and \"dense_2/kernel\" in the file has (64, 2)")
        #expect(
            try Resolving(text.replacing("base.safetensors}", with: "base.safetensors, skip_mismatched: true}"), probe: probe)
                .errors == [])
    }

    /// A training's weights in every mode.
    @Test func trainingsInEveryMode() throws {
        for arguments in ["", ", by: name", ", mapping: {\"*\": \"*\"}", ", layers: \"conv*\"", ", skip_mismatched: true"] {
            let resolving = try Resolving(Self.text(arguments, from: "training_1.last"), probe: Notebook.probe)
            #expect(resolving.errors == [], "\(arguments)")
            #expect(resolving.resolution.loads["load_weights"]?.count(.refused) == 0)
        }
    }
}
