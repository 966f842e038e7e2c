import Testing

@testable import Planning

/// Wrong graphs: each is said at its place, with what it takes to put it right.
struct GraphMistakesTests {
    /// Layers of an 8 x 8 image, one a line from line 5 on.
    private func resolve(_ layers: [String], models: String = "") throws -> Resolving {
        let lines = layers.map { "      - \($0)\n" }.joined()
        return try Resolving(
            "name: a\nmodels:\n  m:\n    input: [8, 8, 3]\n    layers:\n\(lines)\(models)steps: [{build: {model: m}}]\n")
    }

    /// The only mistake, what it underlines, and its line, counted from the first layer.
    private func mistake(
        _ resolving: Resolving, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (id: String, text: String, line: Int, message: String, help: String) {
        #expect(resolving.errors.count == 1, "\(resolving.errors)", sourceLocation: sourceLocation)
        let error = try #require(resolving.errors.first, sourceLocation: sourceLocation)
        return (
            error.id, resolving.underlined(error), (error.position?.line ?? 0) - 5, error.message,
            error.help.joined(separator: "\n")
        )
    }

    private func conv(_ name: String, _ more: String = "") -> String {
        "Conv2D: {filters: 4, kernel_size: 1, name: \(name)\(more)}"
    }

    @Test func aCircle() throws {
        let found = try mistake(
            resolve([conv("a", ", inputs: c"), conv("b"), conv("c"), "Flatten", "Dense: {units: 2}"]))
        #expect(found.id == "cyclic-graph" && found.text == "c" && found.line == 1)
        #expect(found.message.contains("`a` reads `c` reads `b` reads `a`"))
    }

    @Test func aLayerThatReadsItself() throws {
        let found = try mistake(resolve([conv("a"), "Add: {name: b, inputs: [a, b]}"]))
        #expect(found.id == "cyclic-graph" && found.text == "b" && found.line == 2)
    }

    @Test func shapesThatDoNotMeet() throws {
        let found = try mistake(
            resolve([
                conv("a"),
                "parallel: {merge: Add, paths: [[], [{Conv2D: {filters: 5, kernel_size: 3, name: b}}]]}",
            ]))
        #expect(found.id == "shape-mismatch" && found.text == "Add" && found.line == 2)
        #expect(found.message.contains("(8, 8, 4)") && found.message.contains("(6, 6, 5)"))
        #expect(found.help.contains("`a` gives (8, 8, 4)") && found.help.contains("`b` gives (6, 6, 5)"))
    }

    @Test func anInputThatIsNobodys() throws {
        let found = try mistake(resolve([conv("stem"), conv("b"), "Add: {inputs: [b, sten]}"]))
        #expect(found.id == "unknown-layer" && found.text == "sten" && found.line == 3)
        #expect(found.help.contains("did you mean `stem`?"))
    }

    @Test func aDeadEnd() throws {
        let found = try mistake(resolve([conv("a"), conv("b"), conv("c", ", inputs: a")]))
        #expect(found.id == "dead-end" && found.text == "Conv2D" && found.line == 2)
        #expect(found.message.contains("`b`"))
    }

    @Test func oneInputForAMerge() throws {
        let found = try mistake(resolve([conv("a"), "Add"]))
        #expect(found.id == "wrong-inputs" && found.text == "Add" && found.line == 2)
    }

    @Test func twoInputsForAConvolution() throws {
        let found = try mistake(resolve([conv("a"), conv("b"), conv("c", ", inputs: [a, b]")]))
        #expect(found.id == "wrong-inputs" && found.text == "b" && found.line == 3)
        #expect(found.help.contains("Add or Concatenate"))
    }

    @Test func aNameUsedTwice() throws {
        let found = try mistake(resolve([conv("a"), conv("b"), conv("a")]))
        #expect(found.id == "duplicate-name" && found.text == "a" && found.line == 3)
    }

    @Test func aNameThatARepeatUsesTwice() throws {
        let found = try mistake(resolve(["repeat: {times: 2, layers: [{Flatten: {name: rows}}]}"]))
        #expect(found.id == "duplicate-name" && found.text == "rows" && found.help.contains("${index}"))
    }

    @Test func aLayerCalledInput() throws {
        let found = try mistake(resolve([conv("input"), "Flatten"]))
        #expect(found.id == "reserved-name" && found.text == "input")
    }

    private let base =
        "  base: {input: [8, 8, 3], layers: [{Conv2D: {filters: 2, kernel_size: 1, name: x}}, {Flatten: {name: y}}]}\n"

    @Test func aModelCutWhereItHasNoLayer() throws {
        let found = try mistake(resolve(["model: {use: base, until: z}"], models: base))
        #expect(found.id == "unknown-layer" && found.text == "z" && found.help.contains("x, y"))
    }

    @Test func aModelUsedTwiceWithoutNames() throws {
        let found = try mistake(resolve(["model: {use: base, until: x}", "model: base"], models: base))
        #expect(found.id == "duplicate-name" && found.text == "base" && found.help.contains("give the use of the model a name"))
    }

    /// What does not fit deep within says how it came there.
    @Test func theWayToALayerIsSaid() throws {
        let found = try mistake(
            resolve(["Flatten", "model: {use: base, name: deep}"], models: base))
        #expect(found.id == "shape-mismatch" && found.text == "Conv2D")
        #expect(found.help.contains("`deep/x`") && found.help.contains("`base` (deep) at e.yaml:7:22"))
    }

    @Test func aModelThatNeedsParametersIsNotBuilt() throws {
        let resolving = try Resolving(
            """
            name: a
            models:
              m: {parameters: {n: required}, input: [8, 8, 3], layers: [Flatten, {Dense: {units: "${n}"}}]}
            steps: [{build: {model: m}}]
            """)
        let found = try mistake(resolving)
        #expect(found.id == "missing-key" && found.text == "m" && found.help.contains("parameters: {n: …}"))
    }

    /// Two thousand layers, each named before it is written.
    @Test func aLongWayBackwardsIsNoMatter() throws {
        let layers = (1..<2000).map { conv("l\($0)", ", inputs: l\($0 + 1)") } + [conv("l2000", ", inputs: input")]
        let resolving = try resolve(layers + ["Flatten: {inputs: l1}"])
        #expect(resolving.errors == [])
    }
}
