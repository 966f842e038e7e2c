import Plan
import Testing

@testable import Experiment

/// Parameters and the environment inside values.
struct ReferenceTests {
    private func description(_ text: String, parameters: String = "{}", environment: [String: String] = [:]) throws -> Decoded {
        try Decoded("description: \(text)\nparameters: \(parameters)", environment: environment)
    }

    @Test(arguments: [
        ("\"${a}\"", "x"), ("\"<${a}>\"", "<x>"), ("\"${a}${b}\"", "xx-y"), ("$a", "$a"), ("\"a}b\"", "a}b"),
        ("\"${env:E}\"", "e"), ("\"${env:F:-f}\"", "f"), ("\"${env:E:-f}/\"", "e/"), ("\"${env:F:-}.\"", "."),
    ]) func textWithReferences(_ written: String, _ meant: String) throws {
        let decoded = try description(written, parameters: "{a: x, b: \"${a}-y\"}", environment: ["E": "e"])
        #expect(try decoded.whole().description == meant)
    }

    @Test func aWholeReferenceIsTheNode() throws {
        let decoded = try Decoded(
            """
            parameters: {size: [32, "${w}"], w: 48, spec: {synthetic: radiographs, image_size: "${size}"}}
            datasets: {a: "${spec}"}
            """)
        #expect(try decoded.whole().datasets[0].value.imageSize == .init(height: 32, width: 48))
    }

    @Test func valuesKnowWhoSetThem() throws {
        let file = try Decoded("parameters: {n: 7}\nseed: \"${n}\"").whole()
        #expect(file.$seed.position?.line == 1)
        let flagged = try Decoded("parameters: {n: 7}\nseed: \"${n}\"", settings: ["n=8"]).whole()
        #expect(flagged.seed == 8)
        #expect(flagged.$seed.position?.file == "--set n=8")
    }

    @Test func aWrongParameterIsUnderlinedWhereItIsSet() throws {
        let decoded = try Decoded("parameters: {n: seven}\nseed: \"${n}\"")
        #expect(decoded.faults == ["wrong-type 1:17 5"])
        #expect(decoded.diagnostics[0].help.contains("it stands for `${n}` at /x/e.yaml:2:7"))
    }

    @Test func undefinedNamesAreShownWithTheNearest() throws {
        let decoded = try description("\"${dta}\"", parameters: "{data: 1, height: 2}")
        #expect(decoded.faults == ["undefined-parameter 1:14 8"])
        #expect(decoded.diagnostics[0].help == ["did you mean `${data}`?", "defined: data, height"])
    }

    @Test func circlesAreNamedOnce() throws {
        let decoded = try description("\"${a}\"", parameters: "{a: \"${b}\", b: \"${c}\", c: \"${a}\", d: \"${d}\"}")
        #expect(decoded.diagnostics.map(\.id) == ["cyclic-reference", "cyclic-reference"])
        #expect(decoded.diagnostics[0].message.hasSuffix("a -> b -> c -> a"))
    }

    @Test(arguments: ["\"${\"", "\"${}\"", "\"${a b}\"", "\"${env:}\"", "\"${env:A B}\"", "\"${a.b}\"", "\"x ${\""])
    func malformedReferences(_ written: String) throws {
        #expect(try description(written).diagnostics.map(\.id) == ["bad-reference"])
    }

    @Test func unusedParametersAreReadToo() throws {
        #expect(try Decoded("parameters: {a: \"${b}\"}").diagnostics.map(\.id) == ["undefined-parameter"])
    }

    /// Each parameter is ten of the one before: 10^12 nodes were lists not shared, 10^13 letters were texts not bounded.
    @Test func explosionsEnd() throws {
        var text = "parameters:\n  p0: [x, x, x, x, x, x, x, x, x, x]\n"
        for n in 1...12 { text += "  p\(n): [" + Array(repeating: "\"${p\(n - 1)}\"", count: 10).joined(separator: ", ") + "]\n" }
        #expect(try Decoded(text + "augmentations: {a: \"${p12}\"}").diagnostics.map(\.id) == ["wrong-type"])
        var words = "parameters:\n  p0: xxxxxxxxxx\n"
        for n in 1...12 { words += "  p\(n): \"" + String(repeating: "${p\(n - 1)}", count: 10) + "\"\n" }
        #expect(try Decoded(words).diagnostics.map(\.id) == ["expansion-too-large"])
    }

    @Test func chainsEnd() throws {
        var text = "parameters:\n"
        for n in 0..<2000 { text += "  p\(n): \"${p\(n + 1)}\"\n" }
        #expect(try Decoded(text + "  p2000: x\n").diagnostics.map(\.id).contains("expansion-too-deep"))
    }
}
