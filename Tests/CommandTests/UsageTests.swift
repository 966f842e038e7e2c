import Foundation
import Testing

/// Help, versions and command lines that are wrong.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct UsageTests {
    let assay: Assay

    init() throws { assay = try Assay() }

    @Test func helpNamesVerbsAndExitCodes() throws {
        let ending = try assay("--help")
        #expect(ending.exitCode == 0)
        for word in ["check", "plan", "run", "verify", "bench", "data", "schema", "doctor"] {
            #expect(ending.output.contains("\n  \(word)"), "\(word)")
        }
        // A verb for assay itself.
        #expect(!ending.output.contains("read-weights-file"))
        for code in ["64 usage", "65 invalid", "66 input missing", "70 a fault", "73 cannot write", "75 interrupted", "130/143"] {
            // Where lines break is a matter of what stands before.
            #expect(ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(code), "\(code)")
        }
    }

    @Test(arguments: [
        ["check"], ["plan"], ["run"], ["verify"], ["bench"], ["data"], ["data", "synthesize"], ["data", "inspect"],
        ["data", "batches"],
        ["schema"],
        ["doctor"],
    ])
    func everyVerbHasHelp(_ verb: [String]) throws {
        let ending = try assay.start(verb + ["--help"]).wait()
        #expect(ending.exitCode == 0 && ending.output.contains("USAGE: assay \(verb.joined(separator: " "))"))
    }

    @Test func version() throws {
        let ending = try assay("--version")
        #expect(ending.exitCode == 0)
        #expect(ending.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [
        ["fly"], ["check"], ["run"], ["run", "e.yaml", "--threads", "0"], ["run", "e.yaml", "--threads", "many"],
        ["run", "e.yaml", "--engine", "fast9"], ["run", "e.yaml", "--seed", "x"], ["run", "e.yaml", "--sed", "1"],
        ["run", "e.yaml", "--seed", "99999999999999999999"], ["run", "e.yaml", "--seed=-1"],
        ["plan", "e.yaml", "--seed", "4294967296"], ["bench"], ["bench", "e.yaml", "--steps", "0"],
        ["bench", "e.yaml", "--threads", "0"],
        ["run", "e.yaml", "--results", ""], ["plan", "a.yaml", "b.yaml"],
        ["check", "--color", "pink", "e.yaml"],
        ["data", "batches", "e.yaml", "train"], ["data", "batches", "e.yaml", "train", "--output", "x.txt"],
        ["data", "batches", "e.yaml", "train", "--output", "x.npy", "--count", "0"], ["data", "synthesize", "x", "--count", "0"],
        ["data", "synthesize", "x", "--balance", "2"], ["data", "synthesize", "x", "--size", "8"],
        ["data", "synthesize", "x", "--severity", "nan"], ["doctor", "--format", "xml"],
    ])
    func wrongCommandLines(_ arguments: [String]) throws {
        let ending = try assay.start(arguments).wait()
        #expect(ending.exitCode == 64 && !ending.isSignalled)
        #expect(ending.output == "")
        #expect(ending.error.contains("Error: ") && ending.error.contains("Usage: assay"))
    }
}
