import Network
import Testing

@testable import Experiment

struct RepeatTests {
    private func units(_ layers: String, parameters: String = "{}") throws -> Decoded {
        try Decoded("parameters: \(parameters)\nmodels: {m: {input: [8, 8, 3], layers: \(layers)}}")
    }

    private func read(_ decoded: Decoded, sourceLocation: SourceLocation = #_sourceLocation) throws -> [Int] {
        try decoded.whole(sourceLocation: sourceLocation).models[0].value.layers.compactMap { ($0.layer?.kind as? Dense)?.units }
    }

    @Test func listsGoInStep() throws {
        let decoded = try units(
            "[{repeat: {over: {n: [1, 2, 3], r: [0.1, 0.2, 0.3]}, layers: [{Dense: {units: \"${n}\"}}, {Dropout: \"${r}\"}]}}]")
        #expect(try read(decoded) == [1, 2, 3])
        let layers = try decoded.whole().models[0].value.layers
        #expect(layers.compactMap { ($0.layer?.kind as? Dropout)?.rate } == [0.1, 0.2, 0.3])
    }

    @Test func nestedOnesTurnWithin() throws {
        let inner = "{repeat: {over: {b: [\"1${a}\", 9]}, layers: [{Dense: {units: \"${b}\"}}]}}"
        let decoded = try units("[{repeat: {over: {a: [1, 2]}, layers: [\(inner), {Dense: {units: \"${a}\"}}]}}]")
        #expect(try read(decoded) == [11, 9, 1, 12, 9, 2])
    }

    @Test func rangesHaveBothEnds() throws {
        let loop = "{repeat: {over: {n: 2..4, m: [7, 8, 9]}, layers: [{Dense: {units: \"${m}${n}\"}}]}}"
        #expect(try read(try units("[\(loop)]")) == [72, 83, 94])
        let inner = "{repeat: {over: {b: \"2..${a}\"}, layers: [{Dense: {units: \"${a}${b}\"}}]}}"
        #expect(try read(try units("[{repeat: {over: {a: [1, 3]}, layers: [Flatten, \(inner)]}}]")) == [32, 33])
    }

    @Test func aListMayBeAVariable() throws {
        let inner = "{repeat: {over: {b: \"${list}\"}, layers: [{Dense: {units: \"${b}\"}}]}}"
        #expect(try read(try units("[{repeat: {over: {list: [[], [5], [6, 7]]}, layers: [Flatten, \(inner)]}}]")) == [5, 6, 7])
    }

    @Test func turnsAreCountedFromOne() throws {
        let inner = "{repeat: {times: 2, layers: [{Dense: {units: \"${a}${index}\"}}]}}"
        let decoded = try units("[{repeat: {over: {a: [8, 9]}, layers: [\(inner), {Dense: {units: \"${index}\"}}]}}]")
        #expect(try read(decoded) == [81, 82, 1, 91, 92, 2])
    }

    /// A range may be empty by one, as a calculated one is; anything beyond is a slip.
    @Test func aReversedRangeIsNoEmptyOne() throws {
        func list(_ range: String) -> String {
            "[{repeat: {over: {n: \(range)}, layers: [{Dense: {units: \"${n}\"}}]}}, {Dense: {units: 7}}]"
        }
        #expect(try units(list("3..2")).diagnostics == [])
        #expect(try units(list("3..3")).diagnostics == [])
        let reversed = try units(list("5..2"))
        #expect(reversed.diagnostics.map(\.id) == ["reversed-range"])
        #expect(reversed.diagnostics.first?.help == ["write 2..5, or for an empty range 3..2"])
        #expect(try units(list("3..1")).diagnostics.map(\.id) == ["reversed-range"])
    }

    @Test(arguments: ["3", "1..", "..3", "a..b", "1..2..3", "-1..2", "1...3"]) func rangesThatAreNone(_ text: String) throws {
        let decoded = try units("[{repeat: {over: {n: \(text)}, layers: [Flatten]}}]")
        #expect(decoded.diagnostics.map(\.id) == ["wrong-type"])
        #expect(decoded.underlined(decoded.diagnostics[0]) == text)
    }

    @Test func aLongRangeIsRefused() throws {
        #expect(
            try units("[{repeat: {over: {n: 1..2000000000}, layers: [Flatten]}}]").diagnostics.map(\.id) == ["too-many-layers"])
        #expect(
            try units("[{repeat: {over: {n: 0..99999999999999999999}, layers: [Flatten]}}]").diagnostics.map(\.id) == [
                "wrong-type"
            ])
    }

    @Test func aVariableHidesAParameterInsideAlone() throws {
        let loop = "{repeat: {over: {n: [1, 2]}, layers: [{Dense: {units: \"${n}\"}}]}}"
        #expect(try read(try units("[\(loop), {Dense: {units: \"${n}\"}}]", parameters: "{n: 7}")) == [1, 2, 7])
        let list = "[{repeat: {over: {n: \"${sizes}\"}, layers: [{Dense: {units: \"${n}\"}}]}}]"
        #expect(try read(try units(list, parameters: "{sizes: [4, 5]}")) == [4, 5])
    }

    @Test func aVariableIsUnknownOutside() throws {
        let loop = "{repeat: {over: {n: [1, 2]}, layers: [{Dense: {units: \"${n}\"}}]}}"
        #expect(try units("[\(loop), {Dense: {units: \"${n}\"}}]").diagnostics.map(\.id) == ["undefined-parameter"])
    }

    @Test func aMistakeInsideIsReportedOnce() throws {
        let decoded = try units("[{repeat: {over: {n: [1, 2, 3]}, layers: [{Dense: {unit: \"${n}\"}}]}}]")
        #expect(decoded.diagnostics.map(\.id) == ["unknown-key"])
    }

    @Test func aBadValueIsUnderlinedInTheList() throws {
        let decoded = try units("[{repeat: {over: {n: [1, many]}, layers: [{Dense: {units: \"${n}\"}}]}}]")
        #expect(decoded.diagnostics.map(\.id) == ["wrong-type"])
        #expect(decoded.underlined(decoded.diagnostics[0]) == "many")
    }

    /// A hundred to the sixth power, were it allowed.
    @Test func nestingEnds() throws {
        let list = "[" + Array(repeating: "1", count: 100).joined(separator: ", ") + "]"
        var layers = "[Flatten]"
        for _ in 0..<6 { layers = "[{repeat: {over: {n: \(list)}, layers: \(layers)}}]" }
        let decoded = try units(layers)
        #expect(decoded.diagnostics.map(\.id) == ["too-many-layers"])
    }
}
