import Diagnostics
import Network
import Testing

@testable import Experiment

/// Blocks, `parallel`, `inputs` and models as layers, as the decoder reads them.
struct BlockTests {
    private func decode(_ layers: String, blocks: String = "{}", models: String = "", parameters: String = "{}") throws -> Decoded
    {
        try Decoded(
            "parameters: \(parameters)\nblocks: \(blocks)\nmodels:\n\(models)  m: {input: [8, 8, 3], layers: \(layers)}\n")
    }

    /// The layers of `m` as `name=units`, what is not Dense as its kind.
    private func read(_ decoded: Decoded, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        let layers = try #require(decoded.whole(sourceLocation: sourceLocation).models.last?.value.layers)
        return layers.map { layer in
            guard let dense = layer.layer?.kind as? Dense else { return layer.written.kind }
            return (layer.written.label ?? "") + "=\(dense.units)"
        }
    }

    private let dense =
        "{d: {parameters: {units: required, more: 3}, layers: [{Dense: {units: \"${units}\"}}, {Dense: {units: \"${more}\"}}]}}"

    @Test func parametersAndDefaults() throws {
        #expect(try read(decode("[{d: {units: 1}}, {d: {units: 2, more: 4}}]", blocks: dense)) == ["=1", "=3", "=2", "=4"])
    }

    @Test func aDefaultNamesAParameterBeforeIt() throws {
        let blocks = "{d: {parameters: {a: required, b: \"1${a}\"}, layers: [{Dense: {units: \"${b}\"}}]}}"
        #expect(try read(decode("[{d: {a: 5}}]", blocks: blocks)) == ["=15"])
    }

    @Test func aBlockAloneIsItsName() throws {
        #expect(try read(decode("[rows, rows]", blocks: "{rows: {layers: [Flatten]}}")) == ["Flatten", "Flatten"])
    }

    @Test func theNameIsThatOfTheUse() throws {
        let blocks = """
            {one: {layers: [{Dense: {units: 1, name: "${name}_x"}}]}, two: {layers: [{one: {name: "${name}_a"}}, {one: {name: b}}]}}
            """
        #expect(
            try read(
                decode("[{two: {name: n}}, {repeat: {over: {s: 2..3}, layers: [{one: {name: \"c${s}\"}}]}}]", blocks: blocks))
                == ["n_a_x=1", "b_x=1", "c2_x=1", "c3_x=1"])
    }

    @Test func aNameThatIsNotGivenIsMissingAtTheUse() throws {
        let decoded = try decode("[Flatten, d]", blocks: "{d: {layers: [{Dense: {units: 1, name: \"${name}_x\"}}]}}")
        #expect(decoded.diagnostics.map(\.id) == ["missing-key"])
        #expect(decoded.underlined(decoded.diagnostics[0]) == "d")
        #expect(decoded.diagnostics[0].position?.line == 4)
    }

    /// The loops of whoever uses a block are no business of the block.
    @Test func aBlockDoesNotSeeTheVariablesOfItsUse() throws {
        let blocks = "{d: {layers: [{Dense: {units: \"${n}\"}}]}}"
        let loop = "[{repeat: {over: {n: [1, 2]}, layers: [d]}}]"
        #expect(try decode(loop, blocks: blocks).diagnostics.map(\.id) == ["undefined-parameter"])
        #expect(try read(decode(loop, blocks: blocks, parameters: "{n: 7}")) == ["=7", "=7"])
    }

    @Test func aBlockOfAModelHidesThatOfTheFileAndSeesTheParametersOfTheModel() throws {
        let text = """
            blocks: {a: {layers: [{Dense: {units: 1}}]}, b: {layers: [a]}}
            models:
              m:
                parameters: {n: 2}
                blocks: {a: {layers: [{Dense: {units: "${n}"}}]}}
                input: [8, 8, 3]
                layers: [a, b]
            """
        #expect(try read(Decoded(text)) == ["=2", "=1"])
    }

    @Test func listsOfLayersAreArguments() throws {
        let blocks = "{p: {parameters: {body: [], n: 1}, layers: [Flatten, \"${body}\", {Dense: {units: \"${n}\"}}]}}"
        let decoded = try decode(
            "[p, {repeat: {over: {n: [4]}, layers: [{p: {n: 3, body: [{Dense: {units: \"${n}\"}}, Flatten]}}]}}]", blocks: blocks)
        #expect(try read(decoded) == ["Flatten", "=1", "Flatten", "=4", "Flatten", "=3"])
    }

    @Test(arguments: [
        ("[{d: {unit: 1}}]", ["unknown-key", "unit"]), ("[{d: {more: 1}}]", ["missing-key", "d"]),
        ("[d]", ["missing-key", "d"]), ("[{d: {units: many}}]", ["wrong-type", "many"]), ("[{d: 3}]", ["wrong-type", "3"]),
        ("[{e: {units: 3}}]", ["unknown-kind", "e"]), ("[{d: {units: 1, name: 2x}}]", ["bad-name", "2x"]),
    ])
    func mistakesInAUse(_ layers: String, _ expected: [String]) throws {
        let decoded = try decode(layers, blocks: dense)
        #expect(decoded.diagnostics.map { [$0.id, decoded.underlined($0)] } == [expected])
    }

    @Test func theNearestBlockIsNamed() throws {
        let decoded = try decode("[{conv_nb: {units: 3}}]", blocks: "{conv_bn: {layers: [Flatten]}}")
        #expect(decoded.diagnostics.first?.help.first == "did you mean `conv_bn`?")
    }

    @Test func blocksThatUseEachOtherEnd() throws {
        let decoded = try decode("[a]", blocks: "{a: {layers: [b]}, b: {layers: [Flatten, a]}}")
        #expect(decoded.diagnostics.map(\.id) == ["cyclic-reference"])
        #expect(decoded.diagnostics[0].message.contains("a -> b -> a"))
    }

    @Test func aBlockMayStandAmongItsArguments() throws {
        let blocks = "{w: {parameters: {body: required}, layers: [Flatten, \"${body}\"]}}"
        #expect(
            try read(decode("[{w: {body: [{w: {body: [{Dense: {units: 2}}]}}]}}]", blocks: blocks)) == [
                "Flatten", "Flatten", "=2",
            ])
    }

    @Test func nestingEnds() throws {
        let chain = (0..<100).map { "b\($0): {layers: [b\($0 + 1)]}" }.joined(separator: ", ")
        #expect(
            try decode("[b0]", blocks: "{\(chain), b100: {layers: [Flatten]}}").diagnostics.map(\.id) == ["expansion-too-deep"])
        let wide = (0..<20).map { "b\($0): {layers: [b\($0 + 1), b\($0 + 1), b\($0 + 1), b\($0 + 1)]}" }.joined(separator: ", ")
        #expect(try decode("[b0]", blocks: "{\(wide), b20: {layers: [Flatten]}}").diagnostics.map(\.id) == ["too-many-layers"])
    }

    /// A library's block may be wrong before anything uses it.
    @Test func unusedBlocksAreRead() throws {
        let decoded = try decode(
            "[Flatten]", blocks: "{d: {parameters: {n: required}, layers: [{Dense: {unit: \"${n}\", name: \"${name}\"}}]}}")
        #expect(decoded.diagnostics.map(\.id) == ["unknown-key"])
        #expect(try decode("[Flatten]", blocks: dense).diagnostics == [])
    }

    @Test(arguments: ["Conv", "repeat", "model", "2d"]) func namesThatBlocksCannotHave(_ name: String) throws {
        #expect(try decode("[Flatten]", blocks: "{\(name): {layers: [Flatten]}}").diagnostics.map(\.id) == ["bad-name"])
    }

    @Test func aParameterCannotBeCalledName() throws {
        let decoded = try decode("[Flatten]", blocks: "{d: {parameters: {name: a}, layers: [Flatten]}}")
        #expect(decoded.diagnostics.map(\.id) == ["reserved-name"])
    }

    // MARK: What is read

    private func inputs(_ layers: String, blocks: String = "{}", sourceLocation: SourceLocation = #_sourceLocation) throws
        -> [[String]]
    {
        let file = try decode(layers, blocks: blocks).whole(sourceLocation: sourceLocation)
        return try #require(file.models.last?.value.layers).map { layer in
            layer.inputs.map { input in
                switch input {
                case .model: "input"
                case .entry(let index): "\(index)"
                case .named(let name): name.wrappedValue
                }
            }
        }
    }

    @Test func pathsBeginAtOnePlaceAndMeet() throws {
        let inner = "{parallel: {merge: Concatenate, paths: [[Flatten], []]}}"
        #expect(
            try inputs("[Flatten, {parallel: {merge: Add, paths: [[Flatten, Flatten], [], [\(inner)]]}}, Flatten]")
                == [["input"], ["0"], ["1"], ["0"], ["3", "0"], ["2", "0", "4"], ["5"]])
        #expect(try inputs("[{parallel: {merge: Add, paths: [[], [Flatten]]}}]") == [["input"], ["input", "0"]])
    }

    @Test func namedInputs() throws {
        #expect(
            try inputs(
                "[Flatten, {Add: {inputs: [a, input]}}, {d: {inputs: b}}, {parallel: {inputs: c, merge: Add, paths: [[], [Flatten]]}}]",
                blocks: "{d: {layers: [Flatten, Flatten]}}")
                == [["input"], ["a", "input"], ["b"], ["2"], ["c"], ["c", "4"]])
    }

    @Test(arguments: [
        ("[{parallel: {merge: Add, paths: [[]]}}]", "wrong-type"),
        ("[{parallel: {merge: Add, paths: [[], Flatten]}}]", "wrong-type"),
        ("[{parallel: {merge: Dense, paths: [[], []]}}]", "unknown-kind"), ("[{parallel: {paths: [[], []]}}]", "missing-key"),
        ("[{Flatten: {inputs: []}}]", "wrong-type"), ("[{Flatten: {inputs: a b}}]", "bad-name"),
        ("[{repeat: {times: 2, inputs: a, layers: [Flatten]}}]", "unknown-key"),
    ])
    func mistakesInBranches(_ layers: String, _ id: String) throws { #expect(try decode(layers).diagnostics.map(\.id) == [id]) }

    // MARK: Models

    private let base =
        "  base: {parameters: {units: 4, more: required}, input: [2, 2, 1], layers: [{Dense: {units: \"${units}\"}}, {Dense: {units: \"${more}\"}}]}\n"

    @Test func aModelTakesParameters() throws {
        let decoded = try decode("[{model: {use: base, name: b, until: dense, parameters: {more: 2}}}]", models: base)
        let layer = try #require(try decoded.whole().models.last?.value.layers.first)
        guard case .model(let use) = layer.written.value else { return #expect(Bool(false)) }
        #expect(use.use.name == "b" && use.until?.wrappedValue == "dense" && use.spec.missing == [])
        #expect(use.spec.layers.compactMap { ($0.layer?.kind as? Dense)?.units } == [4, 2])
        #expect(try decoded.whole().models[0].value.missing == ["more"])
    }

    @Test(arguments: [
        ("[{model: {use: bas, name: b}}]", ["unknown-model", "bas"]), ("[{model: {use: base}}]", ["missing-key", "base"]),
        ("[{model: {use: base, parameters: {mor: 1}}}]", ["unknown-key", "mor"]), ("[{model: m}]", ["cyclic-reference", "m"]),
        ("[{model: {use: base, parameters: {more: 1.5}}}]", ["wrong-type", "1.5"]),
    ])
    func mistakesInAUseOfAModel(_ layers: String, _ expected: [String]) throws {
        let decoded = try decode(layers, models: base)
        #expect(decoded.diagnostics.map { [$0.id, decoded.underlined($0)] } == [expected])
    }

    @Test func librariesAreExtended() throws {
        let library =
            "models:\n  base: {parameters: {n: 1}, blocks: {d: {layers: [{Dense: {units: \"${n}\"}}]}}, input: [8, 8, 3], layers: [d, Flatten]}\n"
        let text =
            "extends: [lib.yaml]\nmodels:\n  base: {parameters: {n: 5}}\n  m: {input: [8, 8, 3], layers: [{model: base}]}\n"
        let decoded = try Decoded(text, settings: ["models.base.parameters.n=6"], files: ["lib.yaml": library])
        #expect((try decoded.whole().models[0].value.layers[0].layer?.kind as? Dense)?.units == 6)
        #expect(
            (try Decoded(text, settings: ["models.base.blocks.d.layers.Dense.units=9"], files: ["lib.yaml": library]).whole()
                .models[0].value
                .layers[0].layer?.kind as? Dense)?.units == 9)
    }

    @Test(arguments: [
        ("models.m.layers.head.units=9", ["first=1", "=2", "Add", "=3", "head=9"]),
        ("models.m.layers.first.name=f", ["f=1", "=2", "Add", "=3", "head=4"]),
        ("models.m.layers.parallel.paths[1][0].units=9", ["first=1", "=9", "Add", "=3", "head=4"]),
        ("models.m.layers.parallel.paths[1][0].Dense.units=9", ["first=1", "=9", "Add", "=3", "head=4"]),
        ("models.m.layers.d.units=9", ["first=1", "=2", "Add", "=9", "head=4"]),
        ("blocks.d.parameters.units=9", ["first=1", "=2", "Add", "=3", "head=4"]),
        ("blocks.d.layers.Dense.name=x", ["first=1", "=2", "Add", "x=3", "head=4"]),
    ])
    func settingsReachIntoGraphs(_ setting: String, _ expected: [String]) throws {
        let text = """
            blocks: {d: {parameters: {units: 8}, layers: [{Dense: {units: "${units}"}}]}}
            models:
              m:
                input: [8, 8, 3]
                layers:
                  - Dense: {units: 1, name: first}
                  - parallel: {merge: Add, paths: [[], [{Dense: {units: 2}}]]}
                  - d: {units: 3}
                  - Dense: {units: 4, name: head}
            """
        #expect(try read(Decoded(text, settings: [setting])) == expected)
    }

    @Test func aSettingOfNoParameterIsRefused() throws {
        let text = "models: {m: {parameters: {n: 1}, input: [8, 8, 3], layers: [Flatten]}}"
        let composition = Composer(workingDirectory: "/x") { _ in Array(text.utf8) }
            .compose(file: "e.yaml", settings: ["models.m.parameters.k=1"])
        #expect(composition.diagnostics.map(\.id) == ["unknown-path"])
    }
}
